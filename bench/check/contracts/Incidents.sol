// SPDX-License-Identifier: MIT
pragma solidity ^0.8.26;

/// What broke real contracts, written anew and much smaller. The number in a function's name is that of the rule that has to
/// find it.
contract Incidents {
    uint256 two = 2;
    address bomb = address(new Bomb());

    /// 1inch, March 2025: a length that the caller chose moves the suffix that a settlement appends to before its call.
    function r14_settlementSuffix() external view returns (bool ok) {
        (ok, ) = address(this).staticcall(abi.encodeCall(this.settle, (type(uint256).max - 0x7f, address(this))));
    }

    function settle(uint256 length, address maker) external view returns (bytes32 sent) {
        bytes memory order = abi.encode(two, maker, two);
        bytes memory data = new bytes(128 * two);
        assembly {
            let end := add(add(data, 0x20), length)
            mstore(end, maker)
            mstore(add(end, 0x20), timestamp())
            sent := xor(keccak256(data, 0x120), mload(add(order, 0x20)))
        }
    }

    /// 0x v2, July 2019: the answer of a wallet goes over the question, and an account without code gives none.
    function r12_walletWithoutCode() external view returns (bool isValid) {
        bytes memory question = abi.encodeWithSignature("isValidSignature(bytes32,bytes)", two, "signature");
        assembly {
            let start := add(question, 0x20)
            let ok := staticcall(gas(), 0xdead, start, mload(question), start, 0x20)
            isValid := and(ok, gt(mload(start), 0))
        }
    }

    /// lib-keccak: a block of the sponge is filled up from behind the end of the input.
    function r19_paddingOfABlock() external view returns (bytes32 hash) {
        bytes memory input = new bytes(64 + two * 16);
        bytes memory next = new bytes(64);
        next[0] = 0x77;
        assembly {
            hash := keccak256(add(input, 0x20), 136)
        }
    }

    /// A variable of one's own in the word that empty arrays share.
    function r02_counterInTheZeroSlot() external view returns (uint256) {
        uint256[] memory none;
        assembly {
            mstore(0x60, sload(two.slot))
        }
        return keccak256(abi.encode(none)) == 0 ? 1 : 0;
    }

    /// Memory is given back in a loop, and something in it is still held.
    function r03_givenBackAndKept() external view returns (uint256 sum) {
        bytes memory first;
        for (uint256 i; i < two; ++i) {
            uint256 free;
            assembly {
                free := mload(0x40)
            }
            bytes memory piece = abi.encode(i + 1, two);
            if (i == 0) first = piece;
            assembly {
                mstore(0x40, free)
            }
        }
        sum = uint8(first[31]);
    }

    /// A return bomb: the callee decides how much memory its answer takes.
    function r10_returnBomb() external view returns (bool ok) {
        (ok, ) = bomb.staticcall("");
        bytes memory answer;
        (ok, answer) = bomb.staticcall("");
        ok = answer.length > 0;
    }
}

contract Bomb {
    fallback() external {
        assembly {
            return(0, 200000)
        }
    }
}
