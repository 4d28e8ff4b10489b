// SPDX-License-Identifier: MIT
pragma solidity 0.8.29;

import {EAS} from "@ethereum-attestation-service/eas-contracts/contracts/EAS.sol";
import {SchemaRegistry} from "@ethereum-attestation-service/eas-contracts/contracts/SchemaRegistry.sol";
import {SchemaRecord} from "@ethereum-attestation-service/eas-contracts/contracts/ISchemaRegistry.sol";
import {ISchemaResolver} from "@ethereum-attestation-service/eas-contracts/contracts/resolver/ISchemaResolver.sol";
import "@ethereum-attestation-service/eas-contracts/contracts/IEAS.sol";

contract EasDriver {
    SchemaRegistry registry;
    EAS eas;
    bytes32 schema;
    bytes32[] uids;

    function run0Create() external {
        registry = new SchemaRegistry();
        eas = new EAS(registry);
        schema = registry.register("uint256 level, string name", ISchemaResolver(address(0)), true);
        SchemaRecord memory record = registry.getSchema(schema);
        require(bytes(record.schema).length > 0);
    }

    function request(uint256 level) private pure returns (AttestationRequestData memory) {
        return AttestationRequestData(address(0xbeef), 0, true, 0, abi.encode(level, "a name"), 0);
    }

    function run1Attest() external {
        AttestationRequest memory one = AttestationRequest(schema, request(1));
        uids.push(eas.attest(one));
        MultiAttestationRequest[] memory many = new MultiAttestationRequest[](2);
        for (uint256 i = 0; i < 2; i++) {
            AttestationRequestData[] memory data = new AttestationRequestData[](i + 1);
            for (uint256 j = 0; j < data.length; j++) data[j] = request(i * 10 + j);
            many[i] = MultiAttestationRequest({schema: schema, data: data});
        }
        bytes32[] memory made = eas.multiAttest(many);
        for (uint256 i = 0; i < made.length; i++) uids.push(made[i]);
    }

    function run2Read() external view returns (uint256) {
        Attestation memory first = eas.getAttestation(uids[0]);
        (uint256 level, string memory name) = abi.decode(first.data, (uint256, string));
        return level + bytes(name).length + bytes(eas.version()).length;
    }

    function run3Revoke() external {
        RevocationRequestData memory data = RevocationRequestData(uids[0], 0);
        eas.revoke(RevocationRequest({schema: schema, data: data}));
        MultiRevocationRequest[] memory many = new MultiRevocationRequest[](1);
        many[0].schema = schema;
        many[0].data = new RevocationRequestData[](2);
        many[0].data[0].uid = uids[1];
        many[0].data[1] = RevocationRequestData(uids[2], 0);
        eas.multiRevoke(many);
    }
}
