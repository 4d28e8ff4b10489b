// SPDX-License-Identifier: MIT
pragma solidity ^0.8.26;

/// A break of each rule. The number in a function's name is that of the rule that has to find it.
contract Broken {
    uint256 two = 2;
    uint256 large = 1 << 251;
    bytes8 eight = "abcdefgh";
    address bomb = address(new Bomb());

    function r01_scratchTooLong() external pure returns (bytes memory x) {
        assembly { mstore(0x30, not(0)) }
        x = new bytes(5);
    }

    function r02_lengthOfEmptyArray() external pure returns (uint256 n) {
        uint256[] memory empty;
        assembly { mstore(0x60, 1) }
        n = keccak256(abi.encode(empty)) == 0 ? 1 : 0;
    }

    function r03_usedAfterRelease() external view returns (uint256 r) {
        uint256[] memory a = new uint256[](two);
        a[0] = 0xaa;
        assembly { mstore(0x40, a) }
        uint256[] memory b = new uint256[](two);
        b[0] = 0xbb;
        r = a[0] + b[1];
    }

    function r03_releasedWhileHeld() external view returns (uint256 r) {
        uint256 free;
        assembly { free := mload(0x40) }
        bytes memory kept = _make(two);
        assembly { mstore(0x40, free) }
        bytes memory other = _make(two + 1);
        r = uint8(kept[0]) + other.length;
    }

    function r05_oneWordTooFar() external view returns (uint256 r) {
        uint256[] memory a = new uint256[](two);
        uint256[] memory b = new uint256[](two);
        assembly { mstore(add(add(a, 0x20), mul(mload(a), 0x20)), 99) }
        r = b.length;
    }

    function r05_wholeWordForAByte() external view returns (uint256 r) {
        bytes memory b = abi.encodePacked(eight);
        uint256[1] memory s = [type(uint256).max - two];
        assembly { mstore(add(add(b, 0x20), 7), 0) }
        r = s[0];
    }

    function r05_oneWordTooEarly() external view returns (uint256 r) {
        uint256[] memory a = new uint256[](two);
        a[1] = 7;
        bytes memory b;
        assembly { b := mload(0x40) mstore(sub(b, 0x20), 3) mstore(0x40, add(b, 0x40)) mstore(b, 3) mstore(add(b, 0x20), 0) }
        r = a[1] + b.length;
    }

    function r05_indexOfTheCaller() external view returns (uint256 r) {
        r = this.put(3, 77);
    }

    function put(uint256 i, uint256 v) external view returns (uint256 r) {
        uint256[] memory a = new uint256[](two);
        uint256[] memory b = new uint256[](two);
        b[0] = 5;
        assembly { mstore(add(add(a, 0x20), mul(i, 0x20)), v) }
        r = b[0];
    }

    function r05_intoPacked() external view returns (uint256 r) {
        uint256[] memory a = new uint256[](two);
        bytes memory b = abi.encodePacked(eight);
        assembly { mstore(add(0x20, add(a, mul(mload(a), 0x20))), 98) }
        r = b.length;
    }

    function r06_sizeWraps() external view returns (uint256 r) {
        uint256 n = large;
        assembly { let p := mload(0x40) mstore(0x40, add(p, add(0x20, mul(n, 0x20)))) mstore(p, n) r := p }
    }

    function r07_temporaryKept() external view returns (uint256 r) {
        uint256 t;
        assembly { t := mload(0x40) mstore(t, 0x1234) }
        bytes memory x = new bytes(two + 30);
        assembly { r := mload(t) }
        r += x.length;
    }

    function r07_temporaryEncodedOver() external view returns (bytes32 h) {
        uint256 t;
        assembly { t := mload(0x40) mstore(t, 1) mstore(add(t, 0x20), 2) }
        h = keccak256(abi.encode(two, two));
        assembly { h := xor(h, keccak256(t, 0x40)) }
    }

    function r07_allocatedTooLittle() external view returns (uint256 r) {
        uint256 p;
        assembly { p := mload(0x40) mstore(p, 0x11) mstore(add(p, 0x20), 0x22) mstore(0x40, add(p, 0x20)) }
        bytes memory x = new bytes(two);
        assembly { r := mload(add(p, 0x20)) }
        r += x.length;
    }

    function r07_contentBehindEnd() external view returns (bytes32 h) {
        bytes memory s;
        assembly { s := mload(0x40) mstore(s, 5) mstore(add(s, 0x20), shl(216, 0x1122334455)) mstore(0x40, add(s, 0x20)) }
        uint256[] memory a = new uint256[](two);
        h = keccak256(s) ^ bytes32(a.length);
    }

    function r07_wordOverEnd() external view returns (uint256 r) {
        uint256 p;
        assembly { p := mload(0x40) mstore(p, 0x123456789a) mstore(0x40, add(p, 1)) }
        bytes memory x = new bytes(two);
        assembly { r := mload(p) }
        r += x.length;
    }

    function r08_halfFilled() external pure returns (bytes32 h) {
        assembly { let p := mload(0x40) mstore(0x40, add(p, 0x40)) mstore(p, 1) h := keccak256(p, 0x40) }
    }

    function r09_shortenedOverOldBytes() external pure returns (string memory) {
        assembly { let p := mload(0x40) mstore(add(p, 0x40), not(0)) mstore(p, 0x20) mstore(add(p, 0x20), 3) mstore8(add(p, 0x40), 0x61) return(p, 0x60) }
    }

    function r09_dirtyAddress() external view returns (address) {
        assembly { mstore(0, not(0)) return(0, 0x20) }
    }

    function r10_allOfTheAnswer() external returns (uint256 n) {
        (, bytes memory answer) = bomb.call("");
        n = answer.length;
    }

    function r11_copyOverReserved() external view returns (bytes memory x) {
        this.many();
        assembly { returndatacopy(0, 0, 0x80) }
        x = new bytes(5);
    }

    function many() external pure returns (uint256, uint256, uint256, uint256, uint256) {
        return (1, 2, 3, 4, 5);
    }

    function r12_oldBytesForAnAnswer() external view returns (uint256 r) {
        assembly { mstore(0, not(0)) pop(staticcall(gas(), 0xdead, 0, 0x20, 0, 0x20)) if mload(0) { r := 1 } }
    }

    function r13_offsetOfTheCaller() external view returns (uint256 r) {
        r = this.at(2000000);
    }

    function at(uint256 offset) external pure returns (uint256 r) {
        assembly { mstore(add(mload(0x40), offset), 1) r := mload(add(mload(0x40), offset)) }
    }

    function r14_distanceWraps() external view returns (uint256 r) {
        (bool ok,) = address(this).staticcall(abi.encodeCall(this.wrap, (type(uint256).max - 0x5f)));
        r = ok ? 1 : 0;
    }

    function wrap(uint256 distance) external view returns (uint256 r) {
        bytes memory m = new bytes(64 + two);
        assembly { mstore(add(m, distance), caller()) }
        r = m.length;
    }

    function r17_copyUpwards() external view returns (uint256 r) {
        uint256[] memory a = new uint256[](two + 4);
        for (uint256 i; i < a.length; ++i) a[i] = i + 1;
        // One line, since the IR pipeline knows no other lines of a block of assembly than its first.
        assembly { let s := add(a, 0x20) for { let i := 0 } lt(i, 0x80) { i := add(i, 0x20) } { mstore(add(add(s, 0x20), i), mload(add(s, i))) } }
        r = a[3];
    }

    function r19_lengthNotReduced() external view returns (bytes32 h) {
        bytes memory a = new bytes(40 + two);
        bytes memory b = new bytes(40);
        b[0] = 0x11;
        assembly { h := keccak256(add(a, 0x20), 136) }
    }

    function _make(uint256 n) private pure returns (bytes memory x) {
        x = new bytes(n);
        x[0] = bytes1(uint8(n));
    }
}

contract Bomb {
    fallback() external {
        assembly { return(0, 200000) }
    }
}
