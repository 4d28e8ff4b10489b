// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Vault} from "../src/Vault.sol";
import {Test} from "./Test.sol";

/// Somebody with ether in the vault.
contract Customer {
    Vault immutable vault;

    constructor(Vault vault_) payable {
        vault = vault_;
    }

    function deposit(uint256 amount) external {
        vault.deposit{value: amount}();
    }

    function withdraw(uint256 amount) external {
        vault.withdraw(amount);
    }

    receive() external payable {}
}

contract VaultTest is Test {
    Vault vault;
    Customer alice;

    function setUp() public {
        vault = new Vault();
        alice = new Customer{value: 10 ether}(vault);
    }

    receive() external payable {}

    function testDeposit() public {
        alice.deposit(3 ether);
        assertEq(vault.balanceOf(address(alice)), 3 ether);
        assertEq(vault.total(), 3 ether);
        assertEq(address(vault).balance, 3 ether);
    }

    function testEachHasTheirOwn() public {
        alice.deposit(3 ether);
        vault.deposit{value: 1 ether}();
        assertEq(vault.balanceOf(address(alice)), 3 ether);
        assertEq(vault.balanceOf(address(this)), 1 ether);
        assertEq(vault.total(), 4 ether);
    }

    function testNobodyTakesMoreThanTheyHave() public {
        alice.deposit(1 ether);
        (bool ok, bytes memory why) = address(alice).call(abi.encodeCall(Customer.withdraw, (2 ether)));
        require(!ok, "withdrew");
        assertEq(why, abi.encodeWithSelector(Vault.TooLittle.selector, 2 ether, 1 ether));
    }

    function testFuzz_WithdrawGivesBack(uint256 amount, uint256 part) public {
        amount = amount % 10 ether;
        part = amount == 0 ? 0 : part % (amount + 1);
        vault.deposit{value: amount}();
        uint256 before = address(this).balance;
        vault.withdraw(part);
        assertEq(address(this).balance, before + part);
        assertEq(vault.balanceOf(address(this)), amount - part);
    }

    function testFuzz_SealedNote(bytes calldata note) public {
        vault.leave(note);
        assertEq(vault.sealedNote(), abi.encodePacked(address(this), note));
    }
}
