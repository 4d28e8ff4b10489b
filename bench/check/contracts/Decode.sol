// SPDX-License-Identifier: MIT
pragma solidity >=0.8.0;

/// SOL-2021-2: the place of an inner array, which the caller chose, leads to before the bytes that are decoded.
contract Decode {
    function run() external returns (uint256) {
        bytes memory input = abi.encode(uint256(0x20), type(uint256).max - 0x9f, type(uint256).max - 0x9f);
        (bool ok, bytes memory output) = address(this).call(abi.encodeWithSelector(this.decode.selector, input));
        return ok ? output.length : 0;
    }

    function decode(bytes memory input) public pure returns (uint256 sum) {
        uint256[2][] memory before = new uint256[2][](1);
        before[0][0] = 1;
        uint256[][2] memory list = abi.decode(input, (uint256[][2]));
        sum = list[0].length + list[1].length;
    }
}
