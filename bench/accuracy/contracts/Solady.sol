// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {ERC20} from "solady/src/tokens/ERC20.sol";
import {ERC721} from "solady/src/tokens/ERC721.sol";
import {ERC1155} from "solady/src/tokens/ERC1155.sol";
import {Base64} from "solady/src/utils/Base64.sol";
import {DynamicArrayLib} from "solady/src/utils/DynamicArrayLib.sol";
import {DynamicBufferLib} from "solady/src/utils/DynamicBufferLib.sol";
import {EnumerableSetLib} from "solady/src/utils/EnumerableSetLib.sol";
import {JSONParserLib} from "solady/src/utils/JSONParserLib.sol";
import {LibBytes} from "solady/src/utils/LibBytes.sol";
import {LibPRNG} from "solady/src/utils/LibPRNG.sol";
import {LibRLP} from "solady/src/utils/LibRLP.sol";
import {LibSort} from "solady/src/utils/LibSort.sol";
import {LibString} from "solady/src/utils/LibString.sol";
import {LibZip} from "solady/src/utils/LibZip.sol";
import {MerkleProofLib} from "solady/src/utils/MerkleProofLib.sol";
import {MerkleTreeLib} from "solady/src/utils/MerkleTreeLib.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";

contract Gold is ERC20 {
    function name() public pure override returns (string memory) { return "Gold"; }
    function symbol() public pure override returns (string memory) { return "AU"; }
    function mint(address to, uint256 amount) external { _mint(to, amount); }
}

contract Stamps is ERC721 {
    using LibString for uint256;
    function name() public pure override returns (string memory) { return "Stamps"; }
    function symbol() public pure override returns (string memory) { return "ST"; }
    function tokenURI(uint256 id) public pure override returns (string memory) { return string.concat("ipfs://", id.toString(), ".json"); }
    function mint(address to, uint256 id) external { _mint(to, id); }
}

contract Cards is ERC1155 {
    function uri(uint256 id) public pure override returns (string memory) { return LibString.toHexString(id); }
    function mint(address to, uint256[] memory ids, uint256[] memory amounts) external { _batchMint(to, ids, amounts, ""); }
}

contract SoladyDriver {
    using DynamicArrayLib for DynamicArrayLib.DynamicArray;
    using DynamicBufferLib for DynamicBufferLib.DynamicBuffer;
    using EnumerableSetLib for EnumerableSetLib.Uint256Set;
    using JSONParserLib for JSONParserLib.Item;
    using LibPRNG for LibPRNG.PRNG;
    using LibRLP for LibRLP.List;
    using LibString for LibString.StringStorage;
    Gold gold;
    Stamps stamps;
    Cards cards;
    EnumerableSetLib.Uint256Set set;
    LibString.StringStorage text;

    function run00Create() external {
        gold = new Gold();
        stamps = new Stamps();
        cards = new Cards();
    }
    function run01Strings() external pure returns (string memory) {
        string memory number = LibString.toString(uint256(987654321));
        string memory hexes = LibString.toHexString(uint256(0xfeed), 4);
        string memory replaced = LibString.replace("one fish, two fish", "fish", "bird");
        string memory lower = LibString.lower("Lower Case Letters");
        string memory repeated = LibString.repeat("na", 8);
        string memory part = LibString.slice("a slice of text", 2, 7);
        return string.concat(number, hexes, replaced, lower, repeated, part);
    }
    function run02Split() external pure returns (string memory) {
        string[] memory parts = LibString.split("alpha,beta,gamma,delta", ",");
        string memory joined = LibString.concat(parts[0], parts[3]);
        string memory json = LibString.escapeJSON("say \"hi\"");
        string memory html = LibString.escapeHTML("<b>bold & brave</b>");
        uint256[] memory where = LibString.indicesOf("banana", "an");
        return where.length > 0 ? string.concat(joined, json) : html;
    }
    function run03Sort() external pure returns (uint256) {
        uint256[] memory a = new uint256[](9);
        for (uint256 i; i < 9; ++i) a[i] = (i * 7) % 10;
        uint256[] memory b = LibSort.copy(a);
        LibSort.sort(a);
        LibSort.uniquifySorted(a);
        LibSort.insertionSort(b);
        LibSort.reverse(b);
        LibSort.sort(b);
        uint256[] memory both = LibSort.union(a, b);
        uint256[] memory common = LibSort.intersection(a, b);
        return both.length + common.length;
    }
    function run04Buffers() external pure returns (uint256) {
        DynamicBufferLib.DynamicBuffer memory buffer;
        buffer.p("starts short, ").p("and becomes longer than one word of memory, ");
        buffer.pUint32(7);
        bytes memory data = buffer.data;
        DynamicArrayLib.DynamicArray memory array;
        for (uint256 i; i < 12; ++i) array.p(i);
        uint256[] memory numbers = array.asUint256Array();
        return data.length + numbers.length;
    }
    function run05Zip() external pure returns (bytes32) {
        bytes memory data = bytes(LibString.repeat("compress me well ", 9));
        bytes memory packed = LibZip.flzCompress(data);
        bytes memory back = LibZip.flzDecompress(packed);
        bytes memory zeros = LibZip.cdCompress(abi.encode(uint256(1), uint256(2)));
        bytes memory plain = LibZip.cdDecompress(zeros);
        return keccak256(back) ^ keccak256(plain);
    }
    function run06Base64() external pure returns (bytes memory) {
        string memory encoded = Base64.encode("bytes that become letters, more than thirty-two", true);
        bytes memory decoded = Base64.decode(encoded);
        return decoded;
    }
    function run07Json() external pure returns (uint256) {
        JSONParserLib.Item memory root = JSONParserLib.parse('{"numbers":[1,20,300],"name":"json","deep":{"a":null}}');
        JSONParserLib.Item[] memory children = root.children();
        JSONParserLib.Item memory name = root.at('"name"');
        string memory value = name.value();
        JSONParserLib.Item memory second = children[0].at(1);
        string memory decoded = JSONParserLib.decodeString(value);
        return JSONParserLib.parseUint(second.value()) + bytes(decoded).length;
    }
    function run08Merkle() external pure returns (bool) {
        bytes32[] memory leaves = new bytes32[](5);
        for (uint256 i; i < 5; ++i) leaves[i] = keccak256(abi.encode(i));
        bytes32[] memory tree = MerkleTreeLib.build(leaves);
        bytes32[] memory proof = MerkleTreeLib.leafProof(tree, 3);
        return MerkleProofLib.verify(proof, MerkleTreeLib.root(tree), leaves[3]);
    }
    function run09Store() external {
        address pointer = SSTORE2.write("kept as the code of a contract, some bytes");
        bytes memory all = SSTORE2.read(pointer);
        bytes memory part = SSTORE2.read(pointer, 5, 12);
        set.add(4);
        set.add(5);
        uint256[] memory values = set.values();
        text.set("a text that is stored in the packed way of solady");
        string memory got = text.get();
        all; part; values; got;
    }
    function run10Bytes() external pure returns (uint256) {
        bytes memory joined = LibBytes.concat("left ", "right");
        bytes memory changed = LibBytes.replace(joined, "right", "wrong");
        bytes memory cut = LibBytes.slice(changed, 1, 6);
        bytes[] memory pieces = LibBytes.split("x|yy|zzz", "|");
        return cut.length + pieces[2].length;
    }
    function run11Rlp() external pure returns (bytes memory) {
        LibRLP.List memory list = LibRLP.p(uint256(5));
        list.p("some bytes").p(LibRLP.p(address(7)));
        bytes memory encoded = list.encode();
        LibPRNG.PRNG memory random;
        random.seed(encoded.length);
        uint256[] memory shuffled = new uint256[](6);
        for (uint256 i; i < 6; ++i) shuffled[i] = i;
        random.shuffle(shuffled);
        return encoded;
    }
    function run12Tokens() external {
        gold.mint(address(this), 100);
        gold.transfer(address(1), 5);
        gold.name();
        gold.DOMAIN_SEPARATOR();
        stamps.mint(address(this), 12);
        stamps.tokenURI(12);
        uint256[] memory ids = new uint256[](2);
        uint256[] memory amounts = new uint256[](2);
        ids[1] = 1;
        amounts[0] = 5;
        cards.mint(address(1), ids, amounts);
        address[] memory owners = new address[](2);
        owners[0] = owners[1] = address(1);
        uint256[] memory balances = cards.balanceOfBatch(owners, ids);
        cards.uri(255);
        balances;
    }
}
