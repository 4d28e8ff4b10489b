// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// An array of structs in memory: filled, sorted in a heap, summed up.
contract StructArrays {
    struct Item {
        uint64 key;
        uint128 weight;
        address owner;
        bool sold;
    }

    function run(uint256 count) external pure returns (uint256 sum) {
        Item[] memory items = filled(count);
        for (uint256 i = count / 2; i > 0; i--) sink(items, i - 1, count);
        for (uint256 end = count - 1; end > 0; end--) {
            (items[0], items[end]) = (items[end], items[0]);
            sink(items, 0, end);
        }
        for (uint256 i = 0; i < count; i++) {
            require(i == 0 || items[i - 1].key <= items[i].key, "not sorted");
            if (!items[i].sold) sum += i * items[i].weight + uint160(items[i].owner);
        }
    }

    function filled(uint256 count) internal pure returns (Item[] memory items) {
        items = new Item[](count);
        uint256 random = 1;
        for (uint256 i = 0; i < count; i++) {
            unchecked {
                random = random * 6364136223846793005 + 1442695040888963407;
            }
            items[i] = Item(uint64(random >> 64), uint128(random >> 32), address(uint160(random)), random & 1024 == 0);
        }
    }

    /// Moves the item at `place` down until none below it is greater.
    function sink(Item[] memory items, uint256 place, uint256 end) internal pure {
        while (true) {
            uint256 child = 2 * place + 1;
            if (child >= end) return;
            if (child + 1 < end && items[child + 1].key > items[child].key) child++;
            if (items[place].key >= items[child].key) return;
            (items[place], items[child]) = (items[child], items[place]);
            place = child;
        }
    }
}
