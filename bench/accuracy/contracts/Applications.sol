// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {LibString} from "solady/src/utils/LibString.sol";

// Programs as people write them. Nobody looks at what is missed here while improving the map.

contract Shares is ERC20, ERC20Permit, ERC20Votes {
    constructor() ERC20("Shares of the cooperative", "SHARE") ERC20Permit("Shares of the cooperative") { _mint(msg.sender, 1e24); }
    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) { super._update(from, to, value); }
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) { return super.nonces(owner); }
}

contract Cooperative is Governor, GovernorSettings, GovernorCountingSimple, GovernorVotes {
    constructor(Shares shares) Governor("Cooperative") GovernorSettings(0, 10, 0) GovernorVotes(shares) {}
    function quorum(uint256) public pure override returns (uint256) { return 1; }
    function votingDelay() public view override(Governor, GovernorSettings) returns (uint256) { return super.votingDelay(); }
    function votingPeriod() public view override(Governor, GovernorSettings) returns (uint256) { return super.votingPeriod(); }
    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) { return super.proposalThreshold(); }
}

contract Library_ {
    struct Book { string title; address[] readers; Loan[] loans; bytes32 shelf; }
    struct Loan { address reader; uint64 from; uint64 until; Condition given; Condition returned; }
    struct Condition { uint8 stars; string remark; }
    event Lent(bytes32 indexed book, Loan loan);
    error NotThere(string title, Loan[] loans);
    mapping(bytes32 => Book) books;
    bytes32[] catalogue;

    function add(string calldata title, address[] memory readers) external returns (bytes32 id) {
        id = keccak256(abi.encodePacked(title, readers));
        Book storage book = books[id];
        book.title = LibString.upper(title);
        book.readers = readers;
        book.shelf = bytes32(bytes(title));
        catalogue.push(id);
    }
    function lend(bytes32 id, string memory remark) external returns (Loan memory loan) {
        Condition memory condition = Condition({remark: remark, stars: 4});
        Condition memory none;
        loan = Loan(msg.sender, uint64(block.timestamp), uint64(block.timestamp + 1 weeks), condition, none);
        Book storage book = books[id];
        book.loans.push(loan);
        emit Lent(id, loan);
    }
    function find(string memory part) external view returns (Book[] memory found) {
        uint256 count;
        bool[] memory matches = new bool[](catalogue.length);
        for (uint256 i = 0; i < catalogue.length; i++) {
            string memory title = books[catalogue[i]].title;
            if (LibString.contains(title, part)) { matches[i] = true; count++; }
        }
        found = new Book[](count);
        for (uint256 i = catalogue.length; i > 0; i--) if (matches[i - 1]) found[--count] = books[catalogue[i - 1]];
    }
    function strict(bytes32 id) external view returns (Book memory) {
        Book memory book = books[id];
        if (book.loans.length > 0) revert NotThere(book.title, book.loans);
        return book;
    }
    function matrix(uint256 n) external pure returns (uint256[][] memory product) {
        uint256[][] memory a = identity(n, 2);
        uint256[][] memory b = identity(n, 3);
        product = new uint256[][](n);
        for (uint256 i; i < n; ++i) {
            uint256[] memory row = new uint256[](n);
            for (uint256 j; j < n; ++j) for (uint256 k; k < n; ++k) row[j] += a[i][k] * b[k][j];
            product[i] = row;
        }
    }
    function identity(uint256 n, uint256 scale) internal pure returns (uint256[][] memory m) {
        m = new uint256[][](n);
        for (uint256 i; i < n; ++i) { m[i] = new uint256[](n); m[i][i] = scale; }
    }
}

contract ApplicationsDriver {
    Shares shares;
    Cooperative cooperative;
    Library_ library_;

    function proposal() internal view returns (address[] memory targets, uint256[] memory values, bytes[] memory calls) {
        targets = new address[](2);
        values = new uint256[](2);
        calls = new bytes[](2);
        targets[0] = targets[1] = address(shares);
        calls[0] = abi.encodeCall(ERC20.approve, (address(7), 100));
        calls[1] = abi.encodeCall(ERC20.totalSupply, ());
    }
    function run0Found() external {
        shares = new Shares();
        cooperative = new Cooperative(shares);
        library_ = new Library_();
        shares.delegate(address(this));
    }
    function run1Propose() external {
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = proposal();
        uint256 id = cooperative.hashProposal(targets, values, calls, keccak256("Let us approve"));
        uint256 same = cooperative.propose(targets, values, calls, "Let us approve");
        require(id == same, "ids differ");
        cooperative.state(id);
        cooperative.name();
        cooperative.COUNTING_MODE();
    }
    function run2Fail() external {
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = proposal();
        try cooperative.execute(targets, values, calls, keccak256("Let us approve")) {} catch (bytes memory reason) { reason; }
        try cooperative.castVoteWithReason(1, 1, "because") {} catch (bytes memory reason) { reason; }
    }
    function run3Books() external {
        address[] memory readers = new address[](2);
        readers[1] = address(this);
        bytes32 first = library_.add("The art of memory", readers);
        library_.add("Gardens of the north, and how to keep them alive in winter", new address[](1));
        Library_.Loan memory loan = library_.lend(first, "like new");
        library_.lend(first, string.concat("a little worn by ", loan.given.remark));
    }
    function run4Find() external view {
        Library_.Book[] memory found = library_.find("ME");
        library_.find("nothing");
        string memory title = found[0].title;
        title;
    }
    function run5Strict() external view {
        try library_.strict(keccak256("none")) returns (Library_.Book memory book) { book; } catch {}
        address[] memory readers = new address[](2);
        readers[1] = address(this);
        try library_.strict(keccak256(abi.encodePacked("The art of memory", readers))) {} catch (bytes memory reason) { reason; }
    }
    function run6Matrix() external view { library_.matrix(3); }
}
