// SPDX-License-Identifier: GPL-2.0-or-later
pragma solidity >=0.6.12 <0.7.0;
pragma experimental ABIEncoderV2;

// The oldest compiler that is measured: structs with mappings in memory, and Uniswap's paths.

import "@uniswap/v3-periphery/contracts/libraries/Path.sol";

contract OldDriver {
    using Path for bytes;

    struct Account { mapping(uint256 => uint256) seen; uint256 balance; string label; }
    struct Bank { uint256 count; mapping(address => Account)[] books; Account main; Account[2] pair; uint256[] numbers; }
    struct Order { uint256 id; bytes data; address[] to; }

    Bank bank;
    Order[] orders;

    function run0Fill() external {
        bank.count = 2;
        bank.main.balance = 7;
        bank.main.label = "the main account";
        bank.pair[0].balance = 8;
        bank.pair[1].balance = 9;
        bank.pair[1].label = "a label that is longer than a word of thirty-two bytes";
        bank.numbers = [4, 5, 6];
        for (uint256 i = 0; i < 3; i++) {
            Order storage order = orders.push();
            order.id = i;
            order.data = abi.encode(i, "order");
            order.to.push(address(uint160(i)));
        }
    }

    function run1Mappings() external view returns (uint256) {
        Bank memory copy = bank;
        Account memory main = copy.main;
        Account memory fresh;
        fresh.balance = main.balance + copy.pair[1].balance;
        Account[2] memory pair = bank.pair;
        return fresh.balance + pair[0].balance + copy.numbers.length;
    }

    function run2Paths() external pure returns (address, uint24, uint256) {
        bytes memory path = abi.encodePacked(address(0x11), uint24(3000), address(0x22), uint24(500), address(0x33));
        bytes memory first = path.getFirstPool();
        bytes memory rest = path.skipToken();
        (address tokenA, , uint24 fee) = rest.decodeFirstPool();
        return (tokenA, fee, first.length + path.numPools());
    }

    function run3Orders() external view returns (Order[] memory all, uint256 sum) {
        all = orders;
        Order memory last = all[all.length - 1];
        for (uint256 i = 0; i < all.length; i++) sum += weigh(all[i]);
        if (sum > 0) last = all[0];
        uint256[] memory ids = new uint256[](all.length);
        for (uint256 i = 0; i < ids.length; i++) ids[i] = last.id + i;
        sum += ids.length;
    }

    function run4Outside() external view returns (uint256) {
        (Order[] memory all, ) = this.run3Orders();
        Order memory one = this.echo(all[1]);
        return one.data.length;
    }

    function echo(Order memory order) external pure returns (Order memory) {
        return order;
    }

    function weigh(Order memory order) internal pure returns (uint256) {
        bytes memory data = order.data;
        return data.length + order.to.length;
    }
}
