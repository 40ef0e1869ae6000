#!/usr/bin/env bash
# Apollo's subgraph library and composition do not know @oneOf: without a definition they reject it, with one
# they silently lose it.
#
# Seen with @apollo/subgraph and @apollo/composition 2.14.4 and graphql 16.15.0 on Node 24 and 20, on
# 2026-11-30.
#
# `input By @oneOf { … }` is valid for graphql-js, where the directive is built in. `buildSubgraphSchema` and
# `composeServices` report it as unknown. Once the subgraph defines the directive itself, both accept it, and
# composition drops it from the supergraph without an error or a hint: the federated API accepts inputs with
# two fields, which the subgraph then rejects.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "type": "module" }' >package.json
npm install --silent --no-audit --no-fund graphql@16.15.0 @apollo/subgraph@2.14.4 @apollo/composition@2.14.4

cat >run.js <<'JS'
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildSchema, parse } from 'graphql';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const SDL = 'input By @oneOf { id: ID name: String } type Query { find(by: By): String }';
console.log(`graphql-js: isOneOf ${buildSchema(SDL).getType('By').isOneOf}`);
for (const [what, definition] of [['not defined', ''], ['defined', 'directive @oneOf on INPUT_OBJECT']]) {
  const typeDefs = parse(`${LINK} ${definition} ${SDL}`);
  let subgraph = 'is built';
  try {
    buildSubgraphSchema({ typeDefs });
  } catch (error) {
    subgraph = error.message.split('\n')[1];
  }
  const { errors = [], hints = [], supergraphSdl = '' } = composeServices([{ name: 'a', url: 'http://a', typeDefs }]);
  console.log(`${what}: the subgraph ${subgraph}`);
  console.log(`  composition: ${errors.map(({ message }) => message).join() || 'no error'}, ${hints.length} hint(s)`);
  if (supergraphSdl) console.log(`  the supergraph says oneOf: ${/oneOf/.test(supergraphSdl)}`);
}
JS
node run.js | tee seen

diff - seen <<'SEEN'
graphql-js: isOneOf true
not defined: the subgraph Unknown directive "@oneOf".
  composition: [a] Unknown directive "@oneOf"., 0 hint(s)
defined: the subgraph is built
  composition: no error, 0 hint(s)
  the supergraph says oneOf: false
SEEN
