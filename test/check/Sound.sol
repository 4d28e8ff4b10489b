// SPDX-License-Identifier: MIT
pragma solidity ^0.8.26;

/// What looks like a break and is none: no rule may say a word.
contract Sound {
    uint256 two = 2;
    bytes8 eight = "abcdefgh";
    error Bad(address who, uint256 a, uint256 b);

    function scratchSpace() external pure returns (bytes memory x) {
        assembly { mstore(0x00, not(0)) mstore(0x20, not(0)) }
        x = new bytes(5);
    }

    function pointerSavedAndPutBack() external pure returns (bytes32 h, bytes memory x) {
        assembly {
            let saved := mload(0x40)
            mstore(0x00, 1) mstore(0x20, 2) mstore(0x40, not(0))
            h := keccak256(0x00, 0x60)
            mstore(0x40, saved)
        }
        x = new bytes(5);
    }

    function zeroSlotUsedAndCleared() external pure returns (bytes32 h, uint256[] memory empty) {
        assembly {
            let saved := mload(0x40)
            mstore(0x40, 1) mstore(0x60, 2)
            h := keccak256(0x40, 0x40)
            mstore(0x40, saved) mstore(0x60, 0)
        }
    }

    function wordPastTheEndPutBack() external view returns (uint256 r) {
        bytes memory b = abi.encodePacked(eight);
        uint256[1] memory s = [type(uint256).max - two];
        assembly {
            let at := add(add(b, 0x20), 7)
            let word := mload(at)
            mstore(at, 0)
            mstore(at, word)
        }
        r = s[0];
    }

    function onlyTheLastByte() external view returns (uint256 r) {
        bytes memory b = abi.encodePacked(eight);
        uint256[1] memory s = [type(uint256).max - two];
        assembly { mstore8(add(add(b, 0x20), 7), 0) }
        r = s[0];
    }

    function arena() external view returns (uint256 r) {
        for (uint256 i; i < 3; ++i) {
            uint256 free;
            assembly { free := mload(0x40) }
            r += abi.encode(two, i).length;
            assembly { mstore(0x40, free) }
        }
    }

    function temporaryReadAtOnce() external view returns (uint256 r) {
        assembly {
            let t := mload(0x40)
            mstore(t, 0x1234)
            r := mload(t)
        }
        r += (new bytes(two)).length;
    }

    function shortAnswerChecked() external view returns (uint256 r) {
        assembly {
            mstore(0, not(0))
            pop(staticcall(gas(), 0xdead, 0, 0x20, 0, 0x20))
            if and(eq(returndatasize(), 0x20), mload(0)) { r := 1 }
        }
    }

    function readFirstCheckedThen() external view returns (uint256 r) {
        assembly {
            mstore(0, not(0))
            let ok := staticcall(gas(), 0xdead, 0, 0x20, 0, 0x20)
            let word := mload(0)
            r := mul(word, gt(returndatasize(), 0x1f))
            r := and(r, ok)
        }
    }

    function bubbledRevert() external view {
        (bool ok,) = address(this).staticcall(abi.encodeCall(this.fails, ()));
        if (!ok) {
            assembly { returndatacopy(0, 0, returndatasize()) return(0, 0) }
        }
    }

    function fails() external view {
        if (two == 2) revert Bad(address(this), two, 7);
    }

    function customErrorsWithText() external view {
        require(two == 3, Bad(address(this), two, 9));
    }

    function strings(uint256) external pure returns (string memory s, bytes memory b) {
        s = string.concat("one part that is longer than a word, ", "and another");
        b = bytes.concat(bytes(s), hex"00", bytes3("xyz"));
    }

    function arraysAndStructs() external pure returns (uint256[] memory list, string[] memory names) {
        list = new uint256[](7);
        for (uint256 i; i < 7; ++i) list[i] = (i * 5) % 7;
        names = new string[](3);
        names[1] = "in the middle";
    }

    function copyReadBackAndPutBack() external view returns (uint256 word, bytes memory x) {
        assembly {
            let saved := mload(0x40)
            extcodecopy(address(), 0x00, 0x00, 0x57)
            word := xor(mload(0x2d), mload(0x37))
            mstore(0x40, saved)
        }
        x = new bytes(5);
    }

    function packedWithoutPadding() external view returns (uint256 r) {
        uint256 p;
        assembly {
            p := mload(0x40)
            mstore(p, shl(96, caller()))
            mstore(0x40, add(p, 20))
        }
        bytes memory x = new bytes(two);
        assembly { r := shr(96, mload(p)) }
        r += x.length;
    }

    function textWithoutPadding() external view returns (uint256 r) {
        bytes memory s;
        assembly {
            s := mload(0x40)
            mstore(s, 3)
            mstore(add(s, 0x20), not(0))
            mstore(0x40, add(s, 0x23))
        }
        bytes memory x = new bytes(two);
        assembly { r := shr(232, mload(add(s, 0x20))) }
        r += x.length + uint256(keccak256(s));
    }

    function wordThenObject() external view returns (bytes32 h) {
        uint256 p;
        assembly {
            p := mload(0x40)
            mstore(p, 32)
            mstore(0x40, add(p, 0x20))
        }
        bytes memory x = new bytes(two);
        assembly { h := xor(keccak256(add(p, 0x20), 0x20), mload(add(p, 0x20))) }
        h ^= keccak256(x);
    }
}
