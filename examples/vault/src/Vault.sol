// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Keeps ether for whoever sent it, and a note that each may leave with it.
contract Vault {
    error TooLittle(uint256 wanted, uint256 there);

    event Deposited(address indexed from, uint256 amount);
    event Withdrawn(address indexed to, uint256 amount);

    mapping(address => uint256) public balanceOf;
    mapping(address => bytes) public noteOf;
    uint256 public total;

    function deposit() external payable {
        balanceOf[msg.sender] += msg.value;
        total += msg.value;
        emit Deposited(msg.sender, msg.value);
    }

    function withdraw(uint256 amount) external {
        uint256 there = balanceOf[msg.sender];
        if (amount > there) revert TooLittle(amount, there);
        balanceOf[msg.sender] = there - amount;
        total -= amount;
        emit Withdrawn(msg.sender, amount);
        (bool sent,) = msg.sender.call{value: amount}("");
        require(sent, "not sent");
    }

    function leave(bytes calldata note) external {
        noteOf[msg.sender] = note;
    }

    /// The note with the sender in front, put together by hand.
    function sealedNote() external view returns (bytes memory sealed_) {
        bytes memory note = noteOf[msg.sender];
        sealed_ = new bytes(20 + note.length);
        assembly ("memory-safe") {
            mstore(add(sealed_, 32), shl(96, caller()))
        }
        for (uint256 i = 0; i < note.length; i++) sealed_[20 + i] = note[i];
    }
}
