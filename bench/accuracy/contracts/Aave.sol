// SPDX-License-Identifier: BUSL-1.1
pragma solidity 0.8.10;

import {DataTypes} from "@aave/core-v3/contracts/protocol/libraries/types/DataTypes.sol";
import {ReserveLogic} from "@aave/core-v3/contracts/protocol/libraries/logic/ReserveLogic.sol";
import {EModeLogic} from "@aave/core-v3/contracts/protocol/libraries/logic/EModeLogic.sol";
import {ReserveConfiguration} from "@aave/core-v3/contracts/protocol/libraries/configuration/ReserveConfiguration.sol";
import {DefaultReserveInterestRateStrategy} from "@aave/core-v3/contracts/protocol/pool/DefaultReserveInterestRateStrategy.sol";
import {IPoolAddressesProvider} from "@aave/core-v3/contracts/interfaces/IPoolAddressesProvider.sol";

/// Stands for the debt tokens and the underlying.
contract Debt {
    function scaledTotalSupply() external pure returns (uint256) { return 500e18; }
    function getSupplyData() external pure returns (uint256, uint256, uint256, uint40) { return (100e18, 110e18, 3e25, 1_700_000_000); }
    function balanceOf(address) external pure returns (uint256) { return 9_000e18; }
}

contract AaveDriver {
    using ReserveLogic for DataTypes.ReserveData;
    using ReserveLogic for DataTypes.ReserveCache;
    using ReserveConfiguration for DataTypes.ReserveConfigurationMap;

    mapping(address => DataTypes.ReserveData) reserves;
    mapping(uint8 => DataTypes.EModeCategory) categories;
    address asset;

    function run0Init() external {
        Debt debt = new Debt();
        asset = address(debt);
        DefaultReserveInterestRateStrategy strategy = new DefaultReserveInterestRateStrategy(
            IPoolAddressesProvider(address(0)), 80e25, 1e25, 4e25, 60e25, 2e25, 60e25, 1e25, 8e25, 20e25
        );
        DataTypes.ReserveData storage reserve = reserves[asset];
        reserve.init(address(debt), address(debt), address(debt), address(strategy));
        DataTypes.ReserveConfigurationMap memory config = reserve.configuration;
        config.setLtv(7_500);
        config.setReserveFactor(1_000);
        config.setDecimals(18);
        config.setActive(true);
        reserve.configuration = config;
        reserve.lastUpdateTimestamp = 1_700_000_000;
        reserve.currentLiquidityRate = 2e25;
        reserve.currentVariableBorrowRate = 4e25;
        categories[1] = DataTypes.EModeCategory(9_000, 9_300, 10_100, address(0), "Stable coins of the same kind and a long name");
    }

    function run1Update() external {
        DataTypes.ReserveData storage reserve = reserves[asset];
        DataTypes.ReserveCache memory cached = reserve.cache();
        reserve.updateState(cached);
        reserve.updateInterestRates(cached, asset, 1_000e18, 50e18);
    }

    function run2Modes() external view returns (uint256, string memory) {
        DataTypes.EModeCategory memory category = categories[1];
        DataTypes.ReserveConfigurationMap memory config = reserves[asset].configuration;
        (uint256 ltv, uint256 threshold, , , uint256 factor, ) = config.getParams();
        DataTypes.ReserveConfigurationMap memory other = copied(config);
        other.setEModeCategory(1);
        return (ltv + threshold + factor + other.getEModeCategory() + category.ltv, category.label);
    }

    function run3All() external view returns (uint256) {
        DataTypes.ReserveData memory whole = reserves[asset];
        return this.look(whole).data + whole.liquidityIndex;
    }

    function look(DataTypes.ReserveData memory data) external pure returns (DataTypes.ReserveConfigurationMap memory) {
        return data.configuration;
    }

    function copied(DataTypes.ReserveConfigurationMap memory from) private pure returns (DataTypes.ReserveConfigurationMap memory to) {
        to.data = from.data;
    }
}
