// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

// Memory around calls: arguments and results, events, errors, try and catch, creation, libraries, inheritance.

struct Order { address buyer; uint96 amount; string item; bytes32[] proofs; }

interface IStore {
    function place(Order memory order) external returns (uint256 id, string memory receipt);
    function quote(string calldata item, uint256[] calldata amounts) external view returns (uint256[] memory prices);
    function refuse(uint256 how) external view;
}

library Orders {
    function total(Order[] storage orders) public view returns (uint256 sum, Order memory largest) {
        for (uint256 i = 0; i < orders.length; i++) {
            sum += orders[i].amount;
            if (orders[i].amount > largest.amount) largest = orders[i];
        }
    }
    function describe(Order memory order) external pure returns (string memory) {
        return string.concat(order.item, order.amount > 5 ? " (many)" : " (few)");
    }
    function copy(Order memory order) internal pure returns (Order memory other) {
        other = Order(order.buyer, order.amount, order.item, new bytes32[](order.proofs.length));
        for (uint256 i = 0; i < order.proofs.length; i++) other.proofs[i] = order.proofs[i];
    }
}

contract Named {
    string public name;
    string[] public aliases;
    event Renamed(string indexed before, string afterwards, uint256 at);
    constructor(string memory given) {
        name = given;
        aliases.push(string.concat(given, " the first"));
    }
    function rename(string memory to) public virtual {
        string memory before = name;
        name = to;
        aliases.push(before);
        emit Renamed(before, to, aliases.length);
    }
    function label() public view virtual returns (string memory text) {
        text = string.concat("<", name, ">");
    }
}

contract Store is Named, IStore {
    error Refused(uint256 how, Order order);
    error Plain();
    event Placed(uint256 indexed id, Order order, bytes extra);
    using Orders for Order[];
    using Orders for Order;
    Order[] orders;
    uint256 immutable price;
    string private motto = "we sell what we have, and what we have not";
    mapping(address => uint256[]) byBuyer;

    constructor(uint256 price_, string memory name_, uint256[] memory first) Named(name_) {
        price = price_;
        uint256[] memory doubled = new uint256[](first.length);
        for (uint256 i = 0; i < first.length; i++) doubled[i] = first[i] * 2;
        byBuyer[msg.sender] = doubled;
        bytes memory seed = abi.encode(price_, name_);
        emit Placed(0, Order(msg.sender, uint96(seed.length), "opening", new bytes32[](0)), seed);
    }
    function rename(string memory to) public override {
        require(bytes(to).length > 0, "a name must have at least one character, please");
        super.rename(string.concat(to, "!"));
    }
    function label() public view override returns (string memory text) {
        text = super.label();
        text = string.concat(text, " ", motto);
    }
    function place(Order memory order) external returns (uint256 id, string memory receipt) {
        Order memory kept = order.copy();
        id = orders.length;
        orders.push(kept);
        byBuyer[order.buyer].push(id);
        receipt = order.describe();
        emit Placed(id, kept, bytes(receipt));
    }
    function quote(string calldata item, uint256[] calldata amounts) external view returns (uint256[] memory prices) {
        prices = new uint256[](amounts.length);
        for (uint256 i = 0; i < amounts.length; i++) prices[i] = amounts[i] * price + bytes(item).length;
    }
    function refuse(uint256 how) external view {
        if (how == 1) revert("a reason that takes more than one word of memory");
        if (how == 2) revert Refused(how, Order(msg.sender, 1, "refused", new bytes32[](1)));
        if (how == 3) revert Plain();
        require(how != 4, "four");
        uint256[] memory list = new uint256[](1);
        if (how == 5) list[how] = 1;
        if (how == 6) assert(false);
        if (how == 7) { assembly { revert(0, 0) } }
    }
    function summary() external view returns (uint256 sum, string memory largest, uint256[] memory mine) {
        Order memory order;
        (sum, order) = orders.total();
        largest = order.item;
        mine = byBuyer[msg.sender];
    }
    fallback(bytes calldata input) external returns (bytes memory) {
        bytes memory answer = abi.encodePacked(input, "?");
        return answer;
    }
    receive() external payable {
        string memory thanks = "thank you";
        emit Renamed("", thanks, msg.value);
    }
}

contract CallsDriver {
    Store store;

    function order(string memory item, uint96 amount) internal view returns (Order memory made) {
        made.buyer = address(this);
        made.amount = amount;
        made.item = item;
        made.proofs = new bytes32[](2);
        made.proofs[1] = keccak256(bytes(item));
    }
    function run0Create() external {
        uint256[] memory first = new uint256[](2);
        first[1] = 4;
        store = new Store(3, "corner store", first);
    }
    function run1Place() external {
        (uint256 id, string memory receipt) = store.place(order("bread", 2));
        (uint256 other, ) = store.place(order("seven loaves of bread, sliced, and one without crust", 7));
        string memory both = string.concat(receipt, receipt);
        id; other; both;
    }
    function run2Quote() external view returns (uint256) {
        uint256[] memory amounts = new uint256[](3);
        amounts[2] = 9;
        uint256[] memory prices = store.quote("bread", amounts);
        string memory label = store.label();
        string memory name = store.name();
        return prices[2] + bytes(label).length + bytes(name).length;
    }
    function run3Rename() external {
        store.rename("new name");
        store.rename("another name that needs more than thirty-one bytes of storage");
        string memory second = store.aliases(1);
        second;
    }
    function run4Summary() external view returns (uint256) {
        (uint256 sum, string memory largest, uint256[] memory mine) = store.summary();
        return sum + bytes(largest).length + mine.length;
    }
    function attempt(uint256 how) internal view returns (string memory said, bytes memory data, uint256 code) {
        try store.refuse(how) {
            said = "not refused";
        } catch Error(string memory reason) {
            said = reason;
        } catch Panic(uint256 panic) {
            code = panic;
        } catch (bytes memory low) {
            data = low;
        }
    }
    function run5Try() external view {
        for (uint256 how = 0; how < 8; how++) {
            (string memory said, bytes memory data, uint256 code) = attempt(how);
            said; data; code;
        }
        try store.quote("x", new uint256[](1)) returns (uint256[] memory prices) {
            uint256[] memory kept = prices;
            kept;
        } catch {}
    }
    function run6Low() external returns (bool) {
        (bool ok, bytes memory answer) = address(store).call("hello fallback");
        (bool sent, ) = address(store).call{value: 0}("");
        (bool read, bytes memory label) = address(store).staticcall(abi.encodeCall(Named.label, ()));
        string memory text = abi.decode(label, (string));
        (bool failed, bytes memory why) = address(store).staticcall(abi.encodeWithSelector(IStore.refuse.selector, 2));
        return ok && sent && read && !failed && answer.length + why.length + bytes(text).length > 0;
    }
    function run7Code() external returns (uint256) {
        bytes memory code = address(store).code;
        bytes memory creation = type(Named).creationCode;
        Named named = new Named{salt: keccak256(creation)}("salted");
        Named[] memory both = new Named[](2);
        both[0] = named;
        both[1] = store;
        bytes memory whole = msg.data;
        return code.length + creation.length + bytes(both[0].label()).length + whole.length;
    }
    function run8Revert() external view {
        Order memory unwanted = order("unwanted", 1);
        string memory reason = string.concat("no ", unwanted.item);
        revert(reason);
    }
}
