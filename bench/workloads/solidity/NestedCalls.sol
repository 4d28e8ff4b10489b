// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// One of a chain of contracts: works on an array in its own memory and hands it on.
contract Link {
    error Odd(uint256 sum);

    Link immutable next;
    uint256 visits;

    constructor(Link next_) {
        next = next_;
    }

    function pass(uint256[] memory numbers) external returns (uint256 sum) {
        visits++;
        for (uint256 i = 0; i < numbers.length; i++) {
            numbers[i] += i;
            sum += numbers[i];
        }
        if (address(next) == address(0)) {
            if (sum % 2 == 1) revert Odd(sum);
            return sum;
        }
        // What the chain below did is undone when it reverts.
        try next.pass(numbers) returns (uint256 below) {
            return below + next.visited();
        } catch {
            return sum;
        }
    }

    function visited() external view returns (uint256) {
        return visits;
    }
}

/// Calls in calls: sixteen contracts deep, with reverts, static calls and a kilobyte of calldata.
contract NestedCalls {
    Link immutable first;

    constructor() {
        Link link;
        for (uint256 i = 0; i < 16; i++) link = new Link(link);
        first = link;
    }

    function run(uint256 times) external returns (uint256 sum) {
        uint256[] memory numbers = new uint256[](32);
        for (uint256 i = 0; i < times; i++) {
            numbers[0] = i;
            sum += first.pass(numbers);
        }
    }
}
