// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {mulDiv, mulDiv18, mulDivSigned, msb, sqrt as commonSqrt, exp2 as commonExp2} from "@prb/math/src/Common.sol";
import {SD59x18, sd, convert as toSd} from "@prb/math/src/SD59x18.sol";
import {UD60x18, ud, convert as toUd} from "@prb/math/src/UD60x18.sol";

/// Every function of PRBMath on a few values, kept in memory, hashed and handed out; those that revert, too.
contract PrbMathDriver {
    error Lost(UD60x18[] values, string why);

    function runCommon() external view returns (bytes memory) {
        uint256[] memory all = new uint256[](6);
        all[0] = mulDiv(7e30, 5e40, 3e20);
        all[1] = mulDiv18(7e30, 5e20);
        all[2] = msb(block.timestamp + 1e30);
        all[3] = commonSqrt(2e36);
        all[4] = commonExp2(0x180000000000000000);
        all[5] = uint256(-mulDivSigned(-7e30, 5e20, 3e10));
        return abi.encode(all, "of PRBMath", keccak256(abi.encodePacked(all)));
    }

    function runUnsigned() external pure returns (UD60x18[] memory all, string memory name) {
        UD60x18 x = ud(2.5e18);
        UD60x18 y = ud(1.75e18);
        all = new UD60x18[](17);
        all[0] = x.avg(y);
        all[1] = x.ceil();
        all[2] = x.div(y);
        all[3] = x.exp();
        all[4] = x.exp2();
        all[5] = x.floor();
        all[6] = x.frac();
        all[7] = x.gm(y);
        all[8] = x.inv();
        all[9] = x.ln();
        all[10] = x.log10();
        all[11] = x.log2();
        all[12] = x.mul(y);
        all[13] = x.pow(y);
        all[14] = x.powu(5);
        all[15] = x.sqrt();
        all[16] = x + y - y;
        name = string.concat("unsigned, ", "of 60.18 digits");
    }

    function runSigned() external pure returns (SD59x18[] memory all, bytes32 hash) {
        SD59x18 x = sd(2.5e18);
        SD59x18 y = sd(-1.75e18);
        all = new SD59x18[](17);
        all[0] = x.avg(y);
        all[1] = y.ceil();
        all[2] = x.div(y);
        all[3] = y.exp();
        all[4] = y.exp2();
        all[5] = y.floor();
        all[6] = y.frac();
        all[7] = x.gm(-y);
        all[8] = y.inv();
        all[9] = x.ln();
        all[10] = x.log10();
        all[11] = x.log2();
        all[12] = x.mul(y);
        all[13] = x.pow(-y);
        all[14] = y.powu(5);
        all[15] = x.sqrt();
        all[16] = y.abs();
        hash = keccak256(abi.encode(all, x, y));
    }

    function runConverted() external pure returns (string memory text, uint256 up, int256 down) {
        (up, down) = (toUd(ud(7.9e18)), toSd(sd(-7.9e18)));
        text = string(abi.encodePacked("converted: ", toUd(up).unwrap() == 7e18 ? "yes" : "no"));
    }

    function runRefused() external view returns (bytes[] memory errors) {
        errors = new bytes[](4);
        (, errors[0]) = address(this).staticcall(abi.encodeCall(this.tooLarge, (type(uint256).max)));
        (, errors[1]) = address(this).staticcall(abi.encodeCall(this.ofZero, (0)));
        (, errors[2]) = address(this).staticcall(abi.encodeCall(this.tooSmall, (-2e18)));
        (, errors[3]) = address(this).staticcall(abi.encodeCall(this.lost, ()));
    }

    function tooLarge(uint256 x) external pure returns (UD60x18) { return ud(x).exp2(); }
    function ofZero(uint256 x) external pure returns (UD60x18) { return ud(x).log10(); }
    function tooSmall(int256 x) external pure returns (SD59x18) { return sd(x).sqrt(); }
    function lost() external pure {
        UD60x18[] memory values = new UD60x18[](3);
        values[1] = ud(1e18).sqrt();
        revert Lost(values, "of three values");
    }
}
