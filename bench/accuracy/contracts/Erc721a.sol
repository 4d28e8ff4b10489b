// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {ERC721A, IERC721A} from "erc721a/contracts/ERC721A.sol";
import {ERC721AQueryable} from "erc721a/contracts/extensions/ERC721AQueryable.sol";

contract Seats is ERC721AQueryable {
    constructor(string memory name_) ERC721A(name_, "SEAT") {}
    function _baseURI() internal pure override returns (string memory) { return "https://example.org/seats/"; }
    function mint(address to, uint256 quantity) external { _mint(to, quantity); }
    function safeMint(address to, uint256 quantity, bytes memory data) external { _safeMint(to, quantity, data); }
    function burn(uint256 id) external { _burn(id); }
}

contract Erc721aDriver {
    Seats seats;

    function onERC721Received(address, address, uint256, bytes memory data) external pure returns (bytes4) {
        return data.length > 3 ? this.onERC721Received.selector : bytes4(0);
    }

    function run0Create() external {
        seats = new Seats("Seats in a theatre");
        seats.mint(address(this), 3);
        seats.mint(address(0xbeef), 2);
        seats.safeMint(address(this), 1, "with data");
        seats.burn(1);
    }

    function run1Query() external view returns (uint256) {
        uint256[] memory owned = seats.tokensOfOwner(address(this));
        uint256[] memory some = seats.tokensOfOwnerIn(address(0xbeef), 1, 5);
        IERC721A.TokenOwnership[] memory ownerships = seats.explicitOwnershipsOf(owned);
        IERC721A.TokenOwnership memory one = seats.explicitOwnershipOf(2);
        return owned.length + some.length + ownerships[0].startTimestamp + uint160(one.addr);
    }

    function run2Texts() external view returns (string memory, string memory) {
        string memory uri = seats.tokenURI(2);
        return (uri, seats.name());
    }
}
