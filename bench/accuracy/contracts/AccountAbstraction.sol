// SPDX-License-Identifier: MIT
pragma solidity ^0.8.29;

import {BaseAccount} from "@account-abstraction/contracts/core/BaseAccount.sol";
import {UserOperationLib} from "@account-abstraction/contracts/core/UserOperationLib.sol";
import {IEntryPoint} from "@account-abstraction/contracts/interfaces/IEntryPoint.sol";
import {PackedUserOperation} from "@account-abstraction/contracts/interfaces/PackedUserOperation.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

contract Wallet is BaseAccount {
    IEntryPoint immutable point;
    constructor(address by) { point = IEntryPoint(by); }
    function entryPoint() public view override returns (IEntryPoint) { return point; }
    function _validateSignature(PackedUserOperation calldata userOp, bytes32 userOpHash) internal pure override returns (uint256) {
        bytes memory signature = userOp.signature;
        (address signer, ECDSA.RecoverError problem, ) = ECDSA.tryRecover(userOpHash, signature);
        return signer == address(0) || problem != ECDSA.RecoverError.NoError ? 1 : 0;
    }
}

contract AccountAbstractionDriver {
    using UserOperationLib for PackedUserOperation;
    Wallet wallet;
    uint256 noted;

    function note(uint256 by, bytes memory why) external returns (bytes memory) {
        noted += by;
        return why;
    }

    function refuse(string memory why) external pure {
        revert(why);
    }

    function run0Create() external {
        wallet = new Wallet(address(this));
    }

    function hash(PackedUserOperation calldata op) external pure returns (bytes32, bytes memory) {
        bytes memory encoded = op.encode(0);
        return (op.hash(bytes32("override")), encoded);
    }

    function operation() private view returns (PackedUserOperation memory op) {
        op.sender = address(wallet);
        op.callData = abi.encodeCall(this.note, (1, "because"));
        op.accountGasLimits = bytes32(uint256(100_000 << 128 | 200_000));
        op.gasFees = bytes32(uint256(1 << 128 | 2));
        op.signature = abi.encodePacked(bytes32("r"), bytes32("s"), uint8(27));
    }

    function run1Validate() external returns (uint256) {
        PackedUserOperation memory op = operation();
        (bytes32 hashed, bytes memory encoded) = this.hash(op);
        return wallet.validateUserOp(op, hashed, 0) + encoded.length;
    }

    function run2Batch() external {
        BaseAccount.Call[] memory calls = new BaseAccount.Call[](2);
        for (uint256 i = 0; i < 2; i++) {
            bytes memory data = abi.encodeCall(this.note, (i, "one of a batch"));
            calls[i] = BaseAccount.Call({target: address(this), value: 0, data: data});
        }
        wallet.executeBatch(calls);
    }

    function run3Refused() external returns (string memory) {
        bytes memory data = abi.encodeCall(this.refuse, ("a reason that is longer than a word of thirty-two bytes"));
        try wallet.execute(address(this), 0, data) {
            return "";
        } catch Error(string memory reason) {
            return reason;
        }
    }
}
