// SPDX-License-Identifier: GPL-2.0-or-later
pragma solidity =0.7.6;
pragma abicoder v2;

import "@uniswap/v3-periphery/contracts/libraries/NFTDescriptor.sol";
import "@uniswap/v3-periphery/contracts/libraries/Path.sol";

contract UniswapV3Driver {
    using Path for bytes;

    function position(bool flip, string memory symbol) private view returns (NFTDescriptor.ConstructTokenURIParams memory params) {
        params = NFTDescriptor.ConstructTokenURIParams({
            tokenId: 42,
            quoteTokenAddress: address(0x1111111111111111111111111111111111111111),
            baseTokenAddress: address(0x2222222222222222222222222222222222222222),
            quoteTokenSymbol: symbol,
            baseTokenSymbol: "WETH",
            quoteTokenDecimals: 18,
            baseTokenDecimals: 6,
            flipRatio: flip,
            tickLower: -1200,
            tickUpper: 6000,
            tickCurrent: 40,
            tickSpacing: 60,
            fee: 3000,
            poolAddress: address(this)
        });
    }

    function run0Image() external view returns (uint256) {
        NFTDescriptor.ConstructTokenURIParams memory params = position(true, "UNI");
        string memory image = NFTDescriptor.generateSVGImage(params);
        return bytes(image).length;
    }

    function run1Texts() external view returns (string memory) {
        string memory escaped = NFTDescriptor.escapeQuotes('a "quoted" symbol');
        string memory percent = NFTDescriptor.feeToPercentString(500);
        string memory owner = NFTDescriptor.addressToString(address(this));
        string memory color = NFTDescriptor.tokenToColorHex(uint256(uint160(address(this))), 136);
        return string(abi.encodePacked(escaped, percent, owner, color));
    }

    function run2Path() external pure returns (uint256) {
        bytes memory path = abi.encodePacked(address(0x11), uint24(3000), address(0x22), uint24(500), address(0x33));
        uint256 hops;
        while (path.hasMultiplePools()) {
            bytes memory pool = path.getFirstPool();
            hops += pool.length;
            path = path.skipToken();
        }
        return hops;
    }
}
