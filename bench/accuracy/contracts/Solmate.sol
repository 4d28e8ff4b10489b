// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC20} from "solmate/src/tokens/ERC20.sol";
import {ERC721, ERC721TokenReceiver} from "solmate/src/tokens/ERC721.sol";
import {ERC1155, ERC1155TokenReceiver} from "solmate/src/tokens/ERC1155.sol";
import {ERC4626} from "solmate/src/tokens/ERC4626.sol";
import {WETH} from "solmate/src/tokens/WETH.sol";
import {Owned} from "solmate/src/auth/Owned.sol";
import {CREATE3} from "solmate/src/utils/CREATE3.sol";
import {LibString} from "solmate/src/utils/LibString.sol";
import {MerkleProofLib} from "solmate/src/utils/MerkleProofLib.sol";
import {SafeTransferLib} from "solmate/src/utils/SafeTransferLib.sol";
import {SSTORE2} from "solmate/src/utils/SSTORE2.sol";

contract Mate is ERC20, Owned {
    constructor(string memory name_) ERC20(name_, "MATE", 18) Owned(msg.sender) { _mint(msg.sender, 1e21); }
    function mint(address to, uint256 amount) external onlyOwner { _mint(to, amount); }
}

contract MateVault is ERC4626 {
    constructor(ERC20 asset) ERC4626(asset, "Vault of mates", "vMATE") {}
    function totalAssets() public view override returns (uint256) { return asset.balanceOf(address(this)); }
}

contract Drawings is ERC721 {
    constructor() ERC721("Drawings", "DRAW") {}
    function tokenURI(uint256 id) public pure override returns (string memory) {
        return string(abi.encodePacked("https://example.org/drawings/", LibString.toString(id), ".json"));
    }
    function mint(address to, uint256 id) external { _safeMint(to, id, "drawn"); }
}

contract Bricks is ERC1155 {
    function uri(uint256 id) public pure override returns (string memory) { return LibString.toString(id); }
    function mint(address to, uint256[] memory ids, uint256[] memory amounts, bytes memory data) external { _batchMint(to, ids, amounts, data); }
}

contract SolmateDriver is ERC721TokenReceiver, ERC1155TokenReceiver {
    Mate mate;
    MateVault vault;
    Drawings drawings;
    Bricks bricks;
    WETH weth;

    function prove(bytes32[] calldata proof, bytes32 root, bytes32 leaf) external pure returns (bool) { return MerkleProofLib.verify(proof, root, leaf); }

    function run0Create() external {
        mate = new Mate("Mate");
        vault = new MateVault(mate);
        drawings = new Drawings();
        bricks = new Bricks();
        weth = new WETH();
    }
    function run1Mate() external {
        mate.mint(address(this), 5);
        mate.transfer(address(3), 1);
        mate.approve(address(vault), 1e20);
        string memory name = mate.name();
        mate.DOMAIN_SEPARATOR();
        SafeTransferLib.safeTransfer(mate, address(4), 2);
        name;
    }
    function run2Vault() external {
        vault.deposit(1e18, address(this));
        vault.redeem(1e17, address(this), address(this));
        vault.symbol();
    }
    function run3Drawings() external {
        drawings.mint(address(this), 99);
        string memory uri = drawings.tokenURI(99);
        drawings.safeTransferFrom(address(this), address(8), 99, "moved");
        uri;
    }
    function run4Bricks() external {
        uint256[] memory ids = new uint256[](2);
        uint256[] memory amounts = new uint256[](2);
        ids[1] = 1;
        amounts[0] = 10;
        bricks.mint(address(this), ids, amounts, "payload");
        address[] memory owners = new address[](2);
        owners[0] = owners[1] = address(this);
        uint256[] memory balances = bricks.balanceOfBatch(owners, ids);
        bricks.safeBatchTransferFrom(address(this), address(7), ids, new uint256[](2), "batch");
        bricks.safeTransferFrom(address(this), address(7), 0, 3, "");
        bricks.uri(31337);
        balances;
    }
    function run5Store() external {
        address pointer = SSTORE2.write(abi.encode("stored as code", uint256(5)));
        bytes memory whole = SSTORE2.read(pointer);
        (string memory text, uint256 number) = abi.decode(whole, (string, uint256));
        bytes memory part = SSTORE2.read(pointer, 3, 9);
        text; number; part;
        CREATE3.deploy(bytes32(uint256(7)), type(WETH).creationCode, 0);
        string memory negative = LibString.toString(int256(-42));
        negative;
    }
    function run6Proof() external view {
        bytes32[] memory proof = new bytes32[](2);
        proof[0] = keccak256("a");
        this.prove(proof, keccak256("root"), keccak256("leaf"));
    }
    function run7Errors() external {
        try mate.transferFrom(address(5), address(6), 1) {} catch Panic(uint256 code) { code; } catch (bytes memory low) { low; }
        try drawings.ownerOf(1234) {} catch Error(string memory reason) { reason; }
        try bricks.safeTransferFrom(address(1), address(2), 0, 1, "") {} catch Error(string memory reason) { string memory kept = reason; kept; }
    }
}
