// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Labels} from "./Labels.sol";

contract Ledger {
    struct Entry {
        address owner;
        uint96 amount;
        string label;
    }

    uint256 public immutable fee;
    Entry[] entries;

    event Opened(address indexed owner, bytes note);

    constructor(uint256 fee_) {
        fee = fee_;
    }

    function open(string calldata label, uint96[] calldata amounts) external returns (uint256 total) {
        Entry memory entry = Entry(msg.sender, 0, Labels.decorated(label));
        for (uint256 i; i < amounts.length; i++) entry.amount += amounts[i];
        bytes memory note = abi.encode(entry.label, entry.amount);
        entries.push(entry);
        emit Opened(msg.sender, note);
        return entry.amount + fee;
    }
}
