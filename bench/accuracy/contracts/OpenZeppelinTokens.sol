// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC4626} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721Enumerable} from "@openzeppelin/contracts/token/ERC721/extensions/ERC721Enumerable.sol";
import {ERC721Holder} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Holder.sol";
import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {ERC1155Supply} from "@openzeppelin/contracts/token/ERC1155/extensions/ERC1155Supply.sol";
import {ERC1155Holder} from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";
import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

contract Coin is ERC20Permit {
    constructor(uint256 supply) ERC20("A coin whose name does not fit in one slot", "COIN") ERC20Permit("A coin") { _mint(msg.sender, supply); }
}

contract Vault is ERC4626 {
    constructor(IERC20 asset) ERC20("Vault", "V") ERC4626(asset) {}
}

contract Pictures is ERC721Enumerable {
    constructor(string memory name) ERC721(name, "PIC") {}
    function _baseURI() internal pure override returns (string memory) { return "https://example.org/pictures/"; }
    function mint(address to, uint256 id, bytes memory data) external { _safeMint(to, id, data); }
}

contract Items is ERC1155Supply, AccessControl {
    bytes32 constant MINTER = keccak256("MINTER");
    constructor() ERC1155("https://example.org/{id}.json") { _grantRole(MINTER, msg.sender); }
    function mint(address to, uint256[] memory ids, uint256[] memory amounts) external onlyRole(MINTER) { _mintBatch(to, ids, amounts, "minted"); }
    function supportsInterface(bytes4 id) public view override(ERC1155, AccessControl) returns (bool) { return super.supportsInterface(id); }
}

contract Settings is Multicall {
    uint256 public level;
    string public note;
    function setLevel(uint256 to) external { level = to; }
    function setNote(string calldata to) external returns (string memory) { note = to; return string.concat("note: ", to); }
}

contract OpenZeppelinTokensDriver is ERC721Holder, ERC1155Holder {
    using SafeERC20 for IERC20;
    Coin coin;
    Vault vault;
    Pictures pictures;
    Items items;
    Settings settings;
    TimelockController timelock;

    function list(uint256 n, uint256 first) internal pure returns (uint256[] memory numbers) {
        numbers = new uint256[](n);
        for (uint256 i = 0; i < n; i++) numbers[i] = first + i;
    }
    function run00Create() external {
        coin = new Coin(1e24);
        vault = new Vault(coin);
        pictures = new Pictures("Pictures");
        items = new Items();
        settings = new Settings();
        address[] memory one = new address[](1);
        one[0] = address(this);
        timelock = new TimelockController(0, one, one, address(0));
    }
    function run01Coin() external {
        coin.transfer(address(1), 5);
        coin.approve(address(vault), 1e20);
        IERC20(address(coin)).safeTransfer(address(2), 6);
        IERC20(address(coin)).forceApprove(address(vault), 1e20);
        coin.name();
        coin.eip712Domain();
        coin.DOMAIN_SEPARATOR();
    }
    function run02Permit() external {
        try coin.permit(address(this), address(1), 1, type(uint256).max, 27, bytes32(uint256(1)), bytes32(uint256(2))) {}
        catch (bytes memory reason) { reason; }
        try coin.transferFrom(address(9), address(1), 5) {} catch (bytes memory reason) { reason; }
    }
    function run03Vault() external {
        vault.deposit(1e18, address(this));
        vault.redeem(vault.balanceOf(address(this)) / 2, address(this), address(this));
        vault.symbol();
        try vault.withdraw(1e30, address(this), address(this)) {} catch (bytes memory reason) { reason; }
    }
    function run04Pictures() external {
        pictures.mint(address(this), 4321, "some data");
        pictures.mint(address(this), 7, "");
        string memory uri = pictures.tokenURI(4321);
        pictures.safeTransferFrom(address(this), address(5), 7);
        pictures.tokenOfOwnerByIndex(address(this), 0);
        uri;
    }
    function run05Items() external {
        uint256[] memory ids = list(3, 1);
        uint256[] memory amounts = list(3, 100);
        items.mint(address(this), ids, amounts);
        items.safeTransferFrom(address(this), address(6), 2, 5, "one");
        items.safeBatchTransferFrom(address(this), address(6), ids, list(3, 0), "several");
        address[] memory owners = new address[](3);
        owners[0] = owners[1] = address(this);
        uint256[] memory balances = items.balanceOfBatch(owners, ids);
        items.uri(1);
        balances;
    }
    function run06Multicall() external returns (bytes[] memory results) {
        bytes[] memory calls = new bytes[](3);
        calls[0] = abi.encodeCall(Settings.setLevel, (4));
        calls[1] = abi.encodeCall(Settings.setNote, ("a note that was set by a multicall"));
        calls[2] = abi.encodeCall(settings.note, ());
        results = settings.multicall(calls);
    }
    function run07Timelock() external {
        address[] memory targets = new address[](2);
        uint256[] memory values = new uint256[](2);
        bytes[] memory payloads = new bytes[](2);
        targets[0] = targets[1] = address(settings);
        payloads[0] = abi.encodeCall(Settings.setLevel, (9));
        payloads[1] = abi.encodeCall(Settings.setNote, ("by timelock"));
        timelock.hashOperationBatch(targets, values, payloads, 0, "salt");
        timelock.scheduleBatch(targets, values, payloads, 0, "salt", 0);
        timelock.executeBatch(targets, values, payloads, 0, "salt");
    }
    function run08Proxies() external {
        Settings clone = Settings(Clones.clone(address(settings)));
        clone.setLevel(3);
        Settings proxy = Settings(address(new ERC1967Proxy(address(settings), abi.encodeCall(Settings.setNote, ("in proxy")))));
        proxy.note();
        Settings exact = Settings(Clones.cloneDeterministic(address(settings), "x"));
        exact.setNote("cloned");
    }
    function run09Errors() external {
        try pictures.ownerOf(99) {} catch (bytes memory reason) { reason; }
        try items.mint(address(0), list(1, 1), list(2, 1)) {} catch (bytes memory reason) { reason; }
        try timelock.updateDelay(5) {} catch (bytes memory reason) { reason; }
    }
}
