// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// Keeps numbers, tells of changes, gives storage back.
contract Store {
    event Changed(address indexed by, uint256 indexed slot, uint256 value);

    mapping(uint256 => uint256) public values;

    function set(uint256 slot, uint256 value) public {
        values[slot] = value;
        emit Changed(msg.sender, slot, value);
    }

    function clear(uint256 first, uint256 count) public {
        for (uint256 i = 0; i < count; i++) values[first + i] = 0;
    }

    function fail(string memory why) public {
        values[99] = 1;
        require(false, why);
    }

    function burn() public {
        uint256[] memory a = new uint256[](10);
        for (uint256 i = 0; ; i++) a[i % 10] = i;
    }

    receive() external payable {}
}

/// Calls others: below it, in its own name, and in ways that fail.
contract Router {
    Store public store;

    constructor(Store s) {
        store = s;
    }

    function nested(uint256 depth) public returns (uint256) {
        store.set(depth, depth * 7);
        if (depth > 0) return this.nested(depth - 1) + 1;
        try store.fail("inside") {
            return 0;
        } catch Error(string memory) {
            return 1;
        }
    }

    function inOwnName(address code) public returns (bytes memory result) {
        (, result) = code.delegatecall(abi.encodeWithSignature("set(uint256,uint256)", 5, 6));
    }

    function hashes() public view returns (bytes32) {
        bytes32 signed = keccak256(abi.encode(blockhash(block.number - 1), block.timestamp, block.basefee));
        address who = ecrecover(signed, 27, bytes32(uint256(1)), bytes32(uint256(2)));
        return sha256(abi.encode(signed, who));
    }

    function touchHashes() public {
        store.set(77, uint256(hashes()));
    }
}

/// Makes contracts at addresses that are known before, and destroys them.
contract Factory {
    event Made(address at);

    function make(bytes32 salt) public payable returns (address at) {
        at = address(new Child{salt: salt, value: msg.value}());
        emit Made(at);
        Child(payable(at)).end(payable(msg.sender));
    }
}

contract Child {
    constructor() payable {}

    function end(address payable to) public {
        selfdestruct(to);
    }
}
