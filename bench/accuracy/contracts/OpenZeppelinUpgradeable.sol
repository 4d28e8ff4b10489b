// SPDX-License-Identifier: MIT
pragma solidity ^0.8.26;

import {ERC1155Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC1155/ERC1155Upgradeable.sol";
import {ERC20VotesUpgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/extensions/ERC20VotesUpgradeable.sol";
import {ERC20Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC20/ERC20Upgradeable.sol";
import {MulticallUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/MulticallUpgradeable.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

contract Votes is ERC20VotesUpgradeable, MulticallUpgradeable {
    function start(string memory name_, string memory symbol_) external initializer {
        __ERC20_init(name_, symbol_);
        __EIP712_init(name_, "1");
    }
    function mint(address to, uint256 amount) external { _mint(to, amount); }
}

contract Cards is ERC1155Upgradeable {
    constructor() { _disableInitializers(); }
    function start(string memory uri_) external initializer { __ERC1155_init(uri_); }
    function mint(address to, uint256[] memory ids, uint256[] memory amounts, bytes memory data) external { _mintBatch(to, ids, amounts, data); }
}

contract OpenZeppelinUpgradeableDriver {
    Votes votes;
    Cards cards;

    function run0Create() external {
        bytes memory start = abi.encodeCall(Votes.start, ("Votes of everybody", "VOTE"));
        votes = Votes(address(new ERC1967Proxy(address(new Votes()), start)));
        cards = Cards(address(new ERC1967Proxy(address(new Cards()), abi.encodeCall(Cards.start, ("https://example.org/{id}")))));
    }

    function run1Votes() external returns (uint256) {
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(Votes.mint, (address(this), 100));
        calls[1] = abi.encodeCall(votes.delegate, (address(0xbeef)));
        bytes[] memory results = votes.multicall(calls);
        Checkpoints.Checkpoint208 memory point = votes.checkpoints(address(0xbeef), 0);
        (, string memory name, string memory version, , , , uint256[] memory extensions) = votes.eip712Domain();
        return results.length + point._value + bytes(name).length + bytes(version).length + extensions.length;
    }

    function run2Cards() external returns (uint256) {
        uint256[] memory ids = new uint256[](2);
        uint256[] memory amounts = new uint256[](2);
        (ids[0], ids[1], amounts[0], amounts[1]) = (1, 2, 30, 40);
        cards.mint(address(0xbeef), ids, amounts, "data");
        address[] memory accounts = new address[](2);
        accounts[0] = accounts[1] = address(0xbeef);
        uint256[] memory balances = cards.balanceOfBatch(accounts, ids);
        string memory uri = cards.uri(1);
        return balances[0] + balances[1] + bytes(uri).length;
    }
}
