// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Arrays} from "@openzeppelin/contracts/utils/Arrays.sol";
import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Bytes} from "@openzeppelin/contracts/utils/Bytes.sol";
import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";
import {ShortString, ShortStrings} from "@openzeppelin/contracts/utils/ShortStrings.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {EnumerableMap} from "@openzeppelin/contracts/utils/structs/EnumerableMap.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {Heap} from "@openzeppelin/contracts/utils/structs/Heap.sol";
import {MerkleTree} from "@openzeppelin/contracts/utils/structs/MerkleTree.sol";

contract Target {
    error Unwelcome(string name);
    uint256 public last;
    function set(uint256 to) external returns (string memory) { last = to; return Strings.toString(to); }
    function fail(string calldata name) external pure { revert Unwelcome(name); }
}

contract OpenZeppelinUtilitiesDriver is EIP712 {
    using EnumerableSet for EnumerableSet.AddressSet;
    using EnumerableSet for EnumerableSet.Bytes32Set;
    using EnumerableMap for EnumerableMap.AddressToUintMap;
    using Checkpoints for Checkpoints.Trace208;
    using MerkleTree for MerkleTree.Bytes32PushTree;
    using Heap for Heap.Uint256Heap;
    using ShortStrings for string;
    using ShortStrings for ShortString;

    EnumerableSet.AddressSet addresses;
    EnumerableSet.Bytes32Set words;
    EnumerableMap.AddressToUintMap amounts;
    Checkpoints.Trace208 history;
    MerkleTree.Bytes32PushTree tree;
    Heap.Uint256Heap heap;
    string kept;
    Target target;

    constructor() EIP712("Utilities", "2") { target = new Target(); }

    function leaves() internal pure returns (bytes32[] memory list) {
        list = new bytes32[](3);
        for (uint256 i = 0; i < 3; i++) list[i] = keccak256(abi.encode(i));
    }
    function run00Strings() external pure returns (string memory) {
        string memory number = Strings.toString(uint256(1234567890));
        string memory negative = Strings.toStringSigned(-45);
        string memory hexes = Strings.toHexString(uint256(0xc0ffee), 8);
        string memory account = Strings.toChecksumHexString(address(0xabcdef));
        bool same = Strings.equal(number, negative);
        uint256 back = Strings.parseUint(number);
        string memory escaped = Strings.escapeJSON("a \"quote\" and a\ttab");
        return string.concat(number, negative, hexes, account, escaped, same ? "same" : Strings.toString(back));
    }
    function run01Base64() external pure returns (string memory) {
        bytes memory data = abi.encodePacked("data of more than thirty-two bytes, to be encoded", uint256(7));
        string memory encoded = Base64.encode(data);
        string memory url = Base64.encodeURL(data);
        return string.concat(encoded, url);
    }
    function run02Bytes() external pure returns (bytes memory) {
        bytes memory buffer = "look for the second o in here";
        uint256 at = Bytes.indexOf(buffer, "o");
        uint256 last = Bytes.lastIndexOf(buffer, "o");
        bytes memory part = Bytes.slice(buffer, at, last);
        return Bytes.slice(part, 2);
    }
    function run03Sets() external {
        for (uint160 i = 1; i < 4; i++) {
            addresses.add(address(i));
            words.add(keccak256(abi.encode(i)));
            amounts.set(address(i), i * 10);
        }
        addresses.remove(address(2));
        address[] memory all = addresses.values();
        bytes32[] memory hashed = words.values();
        address[] memory keys = amounts.keys();
        all; hashed; keys;
        amounts.tryGet(address(9));
    }
    function run04Checkpoints() external {
        history.push(1, 10);
        history.push(5, 20);
        history.push(9, 30);
        Checkpoints.Checkpoint208 memory second = history.at(1);
        second;
        history.upperLookup(6);
        history.upperLookupRecent(7);
    }
    function run05Merkle() external pure returns (bool) {
        bytes32[] memory proof = leaves();
        bytes32 leaf = keccak256("leaf");
        bytes32 root = MerkleProof.processProof(proof, leaf);
        bool[] memory flags = new bool[](2);
        flags[0] = true;
        bytes32[] memory two = new bytes32[](2);
        two[0] = leaf;
        bytes32[] memory one = new bytes32[](1);
        MerkleProof.processMultiProof(one, flags, two);
        return MerkleProof.verify(proof, root, leaf);
    }
    function run06Tree() external {
        tree.setup(4, bytes32(0));
        (uint256 index, bytes32 root) = tree.push(keccak256("first"));
        tree.push(keccak256("second"));
        index; root;
    }
    function run07Signatures() external view returns (address) {
        bytes32 digest = MessageHashUtils.toEthSignedMessageHash(bytes("a message that somebody signs"));
        bytes32 typed = _hashTypedDataV4(keccak256(abi.encode(keccak256("Mail(string text)"), keccak256("hello"))));
        bytes memory signature = abi.encodePacked(typed, digest, uint8(27));
        (address recovered, , ) = ECDSA.tryRecover(digest, signature);
        return recovered;
    }
    function run08Sorting() external pure returns (uint256[] memory) {
        uint256[] memory values = new uint256[](6);
        for (uint256 i = 0; i < 6; i++) values[i] = (i * 5) % 7;
        uint256[] memory sorted = Arrays.sort(values);
        uint256 item = Arrays.unsafeMemoryAccess(sorted, 2);
        sorted[0] = Math.sqrt(item);
        return sorted;
    }
    function run09Heap() external {
        heap.insert(5);
        heap.insert(2);
        heap.insert(8);
        heap.pop();
    }
    function run10Calls() external {
        bytes memory answer = Address.functionCall(address(target), abi.encodeCall(Target.set, (5)));
        string memory text = abi.decode(answer, (string));
        bytes memory read = Address.functionStaticCall(address(target), abi.encodeCall(target.last, ()));
        text; read;
        address made = Create2.deploy(0, "salt", type(Target).creationCode);
        Target(made).set(77);
    }
    function run11Short() external {
        ShortString name = string("utilities").toShortString();
        string memory back = name.toString();
        ShortString stored = string("a string that is too long to be a short string").toShortStringWithFallback(kept);
        string memory again = stored.toStringWithFallback(kept);
        back; again;
    }
    function run12Fail() external {
        Address.functionCall(address(target), abi.encodeCall(Target.fail, ("nobody in particular")));
    }
}
