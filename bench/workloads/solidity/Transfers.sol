// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// Transfers of OpenZeppelin's ERC-20, each a call of its own: dispatch, ABI, two balances, an event.
contract Transfers is ERC20 {
    constructor() ERC20("Benchmark", "BENCH") {
        _mint(address(this), 1e24);
    }

    function run(uint256 times) external returns (uint256) {
        for (uint256 i = 0; i < times; i++) {
            this.transfer(address(uint160(0x10000 + (i % 64))), i + 1);
        }
        return balanceOf(address(this));
    }
}
