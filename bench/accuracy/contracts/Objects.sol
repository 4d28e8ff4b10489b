// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

// What Solidity itself makes of memory: structs, arrays, strings, copies from storage and calldata, encoding.

type Meters is uint64;

enum Kind { None, Road, Trail }

struct Spot { int128 east; int128 north; }
struct Leg { Spot from; Spot to; Meters length; Kind kind; }
struct Route { string name; Leg[] legs; uint16[4] marks; bytes32[] tags; mapping(address => bool) seen; }
struct Tour { string name; Leg[] legs; uint16[4] marks; Notes notes; }
struct Notes { bytes raw; string[2] lines; Spot[][] grids; }
struct Tree { uint256 value; Tree[] branches; string label; }

library Geometry {
    function moved(Spot memory spot, int128 by) internal pure returns (Spot memory) {
        return Spot({north: spot.north + by, east: spot.east + by});
    }
    function bounds(Spot[] memory spots) internal pure returns (Spot memory low, Spot memory high) {
        low = spots[0];
        high = Spot(0, 0);
        for (uint256 i = 0; i < spots.length; i++) {
            if (spots[i].east < low.east) low = spots[i];
            if (spots[i].east > high.east) high = moved(spots[i], 0);
        }
    }
    function scaled(Spot memory spot, int128 factor) public pure returns (Spot memory, bytes memory) {
        spot.east *= factor;
        return (spot, abi.encode(factor));
    }
}

contract Objects {
    using Geometry for Spot;

    uint256[] numbers;
    uint8[] small;
    string short = "stored";
    string long = "a text in storage that is longer than one word of thirty-two bytes";
    bytes blob = hex"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff0011";
    Spot home = Spot(3, -4);
    Leg[] legs;
    Notes notes;
    uint256[3][] table;
    mapping(string => Spot[]) byName;

    constructor() {
        for (uint256 i = 1; i < 5; i++) {
            numbers.push(i * i);
            small.push(uint8(i));
        }
        legs.push(Leg(home, Spot(1, 1), Meters.wrap(12), Kind.Trail));
        legs.push(Leg({from: Spot(1, 1), to: home, length: Meters.wrap(7), kind: Kind.Road}));
        notes.raw = "raw bytes";
        notes.lines[1] = "second line";
        notes.grids.push();
        notes.grids[0].push(Spot(9, 9));
        table.push([uint256(1), 2, 3]);
        byName["somewhere"].push(Spot(5, 6));
    }

    function structs(int128 x) external pure returns (int256) {
        Spot memory zero;
        Spot memory a = Spot(x, 2);
        Spot memory b = Spot({north: 5, east: x});
        Spot memory alias_ = a;
        alias_.east = 7;
        Leg memory leg;
        leg.to = b;
        leg.kind = Kind.Road;
        Leg memory other = Leg(a, b, Meters.wrap(5), Kind.Trail);
        delete leg.from;
        return zero.east + other.from.east + leg.to.north;
    }

    function arrays(uint256 n) external pure returns (uint256 sum) {
        uint256[] memory dynamic = new uint256[](n);
        uint256[5] memory fixed_;
        uint8[3] memory literal = [1, 2, 3];
        address[] memory people = new address[](n + 1);
        bool[2][3] memory flags;
        uint256[][] memory jagged = new uint256[][](n);
        for (uint256 i = 0; i < n; i++) {
            jagged[i] = new uint256[](i + 1);
            jagged[i][i] = i;
            sum += jagged[i].length;
        }
        Spot[] memory spots = new Spot[](n);
        spots[0] = Spot(1, 2);
        spots[n - 1].north = 4;
        bytes32[2][] memory pairs = new bytes32[2][](2);
        pairs[1][0] = "word";
        string[] memory words = new string[](n);
        words[0] = "first";
        words[n - 1] = string.concat(words[0], "last");
        flags[1][1] = true;
        people[n] = address(1);
        dynamic[0] = fixed_[1] + literal[2];
        sum += dynamic[0];
    }

    function nested(uint256 n) external pure returns (uint256) {
        Tour memory tour;
        tour.name = "around the lake";
        tour.legs = new Leg[](n);
        tour.legs[0].from = Spot(1, 1);
        tour.legs[n - 1] = Leg(Spot(2, 2), Spot(3, 3), Meters.wrap(1), Kind.Road);
        tour.marks = [1, 2, 3, uint16(n)];
        tour.notes.raw = new bytes(40);
        tour.notes.lines[0] = "bring water";
        tour.notes.grids = new Spot[][](2);
        tour.notes.grids[1] = new Spot[](1);
        tour.notes.grids[1][0] = tour.legs[0].from;
        Notes memory kept = tour.notes;
        return kept.grids.length + tour.legs.length;
    }

    function texts(string memory given, bytes calldata raw) external pure returns (string memory) {
        string memory literal = "literal";
        string memory long_ = "a literal that is longer than thirty-two bytes, so it takes two words";
        string memory empty = "";
        bytes memory hexes = hex"0011223344";
        bytes memory made = new bytes(33);
        made[32] = hexes[1];
        bytes memory copied = raw;
        bytes memory joined = bytes.concat(made, copied, raw[1:3], bytes2("xy"));
        return string.concat(given, literal, long_, empty, string(joined), unicode"größer als ä");
    }

    function fromStorage() external view returns (uint256) {
        uint256[] memory numbers_ = numbers;
        uint8[] memory small_ = small;
        string memory short_ = short;
        string memory long_ = long;
        bytes memory blob_ = blob;
        Spot memory home_ = home;
        return numbers_.length + small_.length + bytes(short_).length + bytes(long_).length + blob_.length + uint128(home_.east);
    }

    function deepFromStorage() external view returns (uint256) {
        Leg[] memory legs_ = legs;
        Leg memory first = legs[0];
        Notes memory notes_ = notes;
        uint256[3][] memory table_ = table;
        uint256[3] memory row = table[0];
        Spot[] memory named = byName["somewhere"];
        return legs_.length + Meters.unwrap(first.length) + notes_.grids.length + table_.length + row[2] + named.length;
    }

    function fromCalldata(Spot calldata spot, Spot[] calldata spots, Notes calldata notes_, uint256[2][] calldata pairs, string[] calldata names)
        external pure returns (uint256)
    {
        Spot memory spot_ = spot;
        Spot[] memory spots_ = spots;
        Notes memory copy = notes_;
        uint256[2][] memory pairs_ = pairs;
        uint256[2] memory pair = pairs[1];
        string memory name = names[0];
        string[] memory names_ = names;
        return uint128(spot_.east) + spots_.length + copy.raw.length + pairs_.length + pair[0] + bytes(name).length + names_.length;
    }

    function parameters(Spot memory spot, Leg[] memory legs_, Notes memory notes_, uint256[][2] memory sets) public pure returns (Spot memory, uint256) {
        spot = spot.moved(2);
        return (spot, legs_.length + notes_.raw.length + sets[1].length);
    }

    function encoding(address to) external view returns (bytes32 hash) {
        Spot memory spot = Spot(1, 2);
        bytes memory plain = abi.encode(spot, "text", to, numbers);
        bytes memory packed = abi.encodePacked(to, uint24(7), "packed", small);
        bytes memory selected = abi.encodeWithSelector(this.structs.selector, int128(3));
        bytes memory signed_ = abi.encodeWithSignature("arrays(uint256)", 3);
        bytes memory called = abi.encodeCall(this.nested, (2));
        (Spot memory back, string memory text, address same) = abi.decode(plain, (Spot, string, address));
        uint256[] memory list = abi.decode(abi.encode(numbers), (uint256[]));
        hash = keccak256(abi.encode(plain, packed)) ^ keccak256(bytes(text)) ^ keccak256(abi.encodePacked(selected, signed_, called));
        hash ^= bytes32(uint256(uint160(same)) + list.length + uint128(back.east));
    }

    function choices(bool left) external pure returns (uint256) {
        uint256[2] memory a = [uint256(1), 2];
        uint256[2] memory b = [uint256(3), 4];
        uint256[2] memory c = left ? a : b;
        (a, b) = (b, a);
        string memory said = left ? "left" : "right";
        Spot memory spot = left ? Spot(1, 2) : Spot(3, 4);
        return a[0] + c[1] + bytes(said).length + uint128(spot.east);
    }

    function grow(uint256 depth) internal pure returns (Tree memory tree) {
        tree.value = depth;
        tree.label = depth == 0 ? "leaf" : "branch";
        if (depth > 0) {
            tree.branches = new Tree[](2);
            tree.branches[0] = grow(depth - 1);
            tree.branches[1] = grow(depth - 1);
        }
    }

    function recursion(uint256 depth) external pure returns (uint256) {
        Tree memory root = grow(depth);
        return root.branches.length;
    }

    modifier counted(uint256 n) {
        uint256[] memory counts = new uint256[](n);
        counts[0] = 1;
        _;
        counts[0]++;
    }

    function modified(uint256 n) external pure counted(n + 1) counted(2) returns (Spot[] memory spots) {
        spots = new Spot[](n);
        spots[0].east = 5;
    }

    function double(Spot memory spot) internal pure returns (Spot memory) {
        return Spot(spot.east * 2, spot.north * 2);
    }

    function same(Spot memory spot) internal pure returns (Spot memory) {
        return spot;
    }

    function pointers(bool which) external pure returns (int256) {
        function(Spot memory) internal pure returns (Spot memory) operation = which ? double : same;
        Spot memory result = operation(Spot(4, 5));
        Spot[] memory several = new Spot[](2);
        several[0] = result;
        (Spot memory low, Spot memory high) = Geometry.bounds(several);
        return low.east + high.north;
    }

    function assembled(uint256 n) external pure returns (bytes memory out, uint256 sum) {
        assembly ("memory-safe") {
            out := mload(0x40)
            mstore(out, n)
            for { let i := 0 } lt(i, n) { i := add(i, 32) } { mstore(add(add(out, 32), i), not(i)) }
            mstore(0x40, and(add(add(out, n), 63), not(31)))
        }
        uint256[] memory list = new uint256[](n);
        assembly ("memory-safe") {
            mstore(list, sub(n, 1))
            let free := mload(0x40)
            mstore(free, 1)
            mstore(add(free, 32), n)
            sum := keccak256(free, 64)
        }
        sum += list.length;
    }

    function many(uint256 n) external pure returns (uint256) {
        uint256[] memory a = new uint256[](n);
        string memory c = "c";
        Spot memory d = Spot(1, 1);
        bytes memory f = new bytes(n);
        uint256[2] memory j = [n + 1, n * 2];
        Leg memory k = Leg(d, Spot(2, 2), Meters.wrap(1), Kind.Road);
        a[0] = bytes(c).length + f.length + j[0] + uint128(k.from.east);
        return a[0] + j[1];
    }
}

contract ObjectsDriver {
    Objects objects = new Objects();

    function notes() internal pure returns (Notes memory made) {
        made.raw = "abc";
        made.lines[0] = "one line";
        made.grids = new Spot[][](1);
        made.grids[0] = new Spot[](2);
        made.grids[0][1] = Spot(1, 2);
    }
    function spots() internal pure returns (Spot[] memory list) {
        list = new Spot[](2);
        list[0] = Spot(1, 2);
    }
    function runStructs() external view { objects.structs(5); }
    function runArrays() external view { objects.arrays(3); objects.arrays(1); }
    function runNested() external view { objects.nested(2); }
    function runTexts() external view { objects.texts("given by the caller", "raw calldata"); }
    function runStorage() external view { objects.fromStorage(); objects.deepFromStorage(); }
    function runCalldata() external view {
        uint256[2][] memory pairs = new uint256[2][](2);
        pairs[1][0] = 6;
        string[] memory names = new string[](2);
        names[0] = "name";
        objects.fromCalldata(Spot(1, 2), spots(), notes(), pairs, names);
    }
    function runParameters() external view {
        Leg[] memory legs = new Leg[](1);
        uint256[][2] memory sets;
        sets[1] = new uint256[](2);
        objects.parameters(Spot(4, 4), legs, notes(), sets);
    }
    function runEncoding() external view { objects.encoding(address(this)); }
    function runChoices() external view { objects.choices(true); objects.choices(false); }
    function runRecursion() external view { objects.recursion(2); }
    function runModified() external view { objects.modified(2); }
    function runPointers() external view { objects.pointers(true); objects.pointers(false); }
    function runAssembled() external view { objects.assembled(77); }
    function runMany() external view { objects.many(3); }
}
