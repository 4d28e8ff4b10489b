// SPDX-License-Identifier: LGPL-3.0-only
pragma solidity 0.7.6;

import "@safe-global/safe-contracts/contracts/Safe.sol";
import "@safe-global/safe-contracts/contracts/proxies/SafeProxyFactory.sol";
import "@safe-global/safe-contracts/contracts/libraries/MultiSend.sol";

contract SafeDriver {
    Safe safe;
    SafeProxyFactory factory;
    MultiSend multi;
    uint256 calls;

    function note(uint256 by, bytes memory why) external {
        calls += by + why.length;
    }

    function run0Create() external {
        Safe singleton = new Safe();
        factory = new SafeProxyFactory();
        multi = new MultiSend();
        address[] memory owners = new address[](2);
        owners[0] = address(this);
        owners[1] = address(0xbeef);
        bytes memory setup = abi.encodeWithSelector(
            Safe.setup.selector, owners, 1, address(0), "", address(0), address(0), 0, payable(0)
        );
        safe = Safe(payable(address(factory.createProxyWithNonce(address(singleton), setup, 7))));
    }

    /// The signature of an owner who is the sender.
    function own() private view returns (bytes memory) {
        return abi.encodePacked(uint256(uint160(address(this))), uint256(0), uint8(1));
    }

    function run1Execute() external returns (bool) {
        bytes memory data = abi.encodeWithSelector(this.note.selector, 3, bytes("because of a reason"));
        bytes memory signature = own();
        return safe.execTransaction(address(this), 0, data, Enum.Operation.Call, 0, 0, 0, address(0), payable(0), signature);
    }

    function run2Batch() external returns (bool) {
        bytes memory one = abi.encodeWithSelector(this.note.selector, 1, bytes(""));
        bytes memory packed = abi.encodePacked(uint8(0), address(this), uint256(0), one.length, one);
        bytes memory twice = abi.encodePacked(packed, packed);
        bytes memory data = abi.encodeWithSelector(MultiSend.multiSend.selector, twice);
        return safe.execTransaction(address(multi), 0, data, Enum.Operation.DelegateCall, 0, 0, 0, address(0), payable(0), own());
    }

    function run3Read() external view returns (uint256) {
        address[] memory owners = safe.getOwners();
        bytes memory slot = safe.getStorageAt(4, 1);
        bytes memory hashed = safe.encodeTransactionData(address(this), 1, "data", Enum.Operation.Call, 0, 0, 0, address(0), address(0), 5);
        (address[] memory modules, address next) = safe.getModulesPaginated(address(0x1), 5);
        return owners.length + slot.length + hashed.length + modules.length + uint160(next);
    }
}
