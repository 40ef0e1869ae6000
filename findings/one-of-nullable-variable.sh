#!/usr/bin/env bash
# graphql-js accepts a nullable variable for a field of a @oneOf input wherever the input itself is non-null.
#
# Seen with graphql 16.14.2, 16.15.0 and 17.0.2 on Node 24 and 20, on 2026-11-30.
#
# The specification requires such a variable to be non-null ("All Variable Usages Are Allowed", section
# 5.8.5), and graphql-js enforces that where the position's type is `By`. Where it is `By!`, the usual case,
# validation finds no error: the rule checks whether the parent type is an input object, and the parent type
# is a NonNull around one. A client that omits the variable, which its types allow, then receives a field
# error at run time, with `data`, instead of a rejected operation.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "type": "module" }' >package.json
npm install --silent --no-audit --no-fund graphql@16.15.0 graphql-older@npm:graphql@16.14.2 graphql-next@npm:graphql@17.0.2

cat >run.js <<'JS'
for (const name of ['graphql-older', 'graphql', 'graphql-next']) {
  const { buildSchema, graphql, parse, validate, version } = await import(name);
  for (const type of ['By', 'By!']) {
    const schema = buildSchema(`
      input By @oneOf { id: ID name: String }
      type Query { find(by: ${type}): String }`);
    const source = 'query ($id: ID) { find(by: { id: $id }) }';
    console.log(`graphql ${version}, find(by: ${type}): ${validate(schema, parse(source)).length} error(s) of validation`);
    if (type === 'By') continue;
    const { data, errors } = await graphql({ schema, source });
    console.log(`  executed without the variable: data ${JSON.stringify(data)}, ${errors[0].message}`);
  }
}
JS
node run.js | tee seen

diff - seen <<'SEEN'
graphql 16.14.2, find(by: By): 1 error(s) of validation
graphql 16.14.2, find(by: By!): 0 error(s) of validation
  executed without the variable: data {"find":null}, Argument "by" has invalid value {id: $id}.
graphql 16.15.0, find(by: By): 1 error(s) of validation
graphql 16.15.0, find(by: By!): 0 error(s) of validation
  executed without the variable: data {"find":null}, Argument "by" has invalid value {id: $id}.
graphql 17.0.2, find(by: By): 1 error(s) of validation
graphql 17.0.2, find(by: By!): 0 error(s) of validation
  executed without the variable: data {"find":null}, Argument "Query.find(by:)" has invalid value: Expected variable "$id" provided to field "id" for OneOf Input Object type "By" to provide a runtime value.
SEEN
