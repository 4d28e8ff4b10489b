pragma solidity >=0.4.11;

/// SOL-2017-3: a signature that is none gives nothing, and what was in memory counts as the signer.
contract Recover {
    bytes32 hash = 0x1234;

    function run() public constant returns (address) {
        if (keccak256(hash) == 0) return 0;
        return ecrecover(hash, 0, hash, hash);
    }
}
