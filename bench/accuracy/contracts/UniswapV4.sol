// SPDX-License-Identifier: MIT
pragma solidity 0.8.26;

import {PoolManager} from "@uniswap/v4-core/src/PoolManager.sol";
import {IPoolManager} from "@uniswap/v4-core/src/interfaces/IPoolManager.sol";
import {IHooks} from "@uniswap/v4-core/src/interfaces/IHooks.sol";
import {IUnlockCallback} from "@uniswap/v4-core/src/interfaces/callback/IUnlockCallback.sol";
import {PoolKey} from "@uniswap/v4-core/src/types/PoolKey.sol";
import {Currency} from "@uniswap/v4-core/src/types/Currency.sol";
import {BalanceDelta} from "@uniswap/v4-core/src/types/BalanceDelta.sol";
import {ModifyLiquidityParams, SwapParams} from "@uniswap/v4-core/src/types/PoolOperation.sol";

contract Coin {
    mapping(address => uint256) public balanceOf;
    constructor() { balanceOf[msg.sender] = 1e30; }
    function transfer(address to, uint256 amount) external returns (bool) {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
        return true;
    }
}

contract UniswapV4Driver is IUnlockCallback {
    struct Job { uint8 kind; PoolKey key; ModifyLiquidityParams liquidity; SwapParams swap; bytes note; }

    PoolManager manager;
    PoolKey pool;

    function run0Create() external {
        manager = new PoolManager(address(this));
        (address a, address b) = (address(new Coin()), address(new Coin()));
        if (a > b) (a, b) = (b, a);
        PoolKey memory key = PoolKey(Currency.wrap(a), Currency.wrap(b), 3000, 60, IHooks(address(0)));
        pool = key;
        manager.initialize(key, 79228162514264337593543950336);
    }

    function run1Provide() external returns (int256) {
        Job memory job;
        job.key = pool;
        job.liquidity = ModifyLiquidityParams({tickLower: -600, tickUpper: 600, liquidityDelta: 1e18, salt: 0});
        bytes memory result = manager.unlock(abi.encode(job));
        return abi.decode(result, (int256));
    }

    function run2Swap() external returns (int256) {
        PoolKey memory key = pool;
        SwapParams memory params = SwapParams({zeroForOne: true, amountSpecified: -1e15, sqrtPriceLimitX96: 4295128740});
        Job memory job = Job(1, key, ModifyLiquidityParams(0, 0, 0, 0), params, "a swap with a note");
        bytes memory result = manager.unlock(abi.encode(job));
        return abi.decode(result, (int256));
    }

    function unlockCallback(bytes calldata data) external returns (bytes memory) {
        Job memory job = abi.decode(data, (Job));
        BalanceDelta delta;
        if (job.kind == 0) (delta, ) = manager.modifyLiquidity(job.key, job.liquidity, job.note);
        else delta = manager.swap(job.key, job.swap, job.note);
        settle(job.key.currency0, delta.amount0());
        settle(job.key.currency1, delta.amount1());
        return abi.encode(delta);
    }

    function settle(Currency currency, int128 amount) private {
        if (amount > 0) manager.take(currency, address(this), uint128(amount));
        if (amount >= 0) return;
        manager.sync(currency);
        Coin(Currency.unwrap(currency)).transfer(address(manager), uint128(-amount));
        manager.settle();
    }
}
