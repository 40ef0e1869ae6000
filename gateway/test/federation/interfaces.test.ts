/**
 * Interfaces that subgraphs declare differently: as objects, with only some of the types, with fields of
 * other subgraphs.
 */
import { by, check } from './check.ts';

const FILMS = [
  { __typename: 'Film', id: 'f1', title: 'Alien', director: 'Scott' },
  { __typename: 'Film', id: 'f2', title: 'Brazil', director: null },
];
const SONGS = [{ __typename: 'Song', id: 's1', title: 'Cars', artist: 'Numan' }];
const MEDIA = [...FILMS, ...SONGS];
const PEOPLE = [{ __typename: 'Person', id: 'p1', name: 'Ripley' }];
const PRICES = [
  { __typename: 'Film', id: 'f1', price: 900 },
  { __typename: 'Film', id: 'f2', price: 100 },
];
const STARS: Readonly<Record<string, number>> = { f1: 5, s1: 3 };
type Medium = { readonly id: string; readonly title?: string; readonly price?: number };

check(
  {
    media: {
      sdl: `type Query { media: [Media!]! node(id: ID!): Node hits: [Hit] medium(id: ID!): Media }
        interface Node { id: ID! }
        interface Media implements Node @key(fields: "id") { id: ID! title: String }
        type Film implements Node & Media @key(fields: "id") { id: ID! title: String director: String }
        type Song implements Node & Media @key(fields: "id") { id: ID! title: String artist: String }
        type Person implements Node @key(fields: "id", resolvable: false) { id: ID! }
        union Hit = Film | Person | Song`,
      resolvers: {
        Query: {
          media: () => MEDIA,
          node: (_: unknown, { id }: Medium) => [...MEDIA, ...PEOPLE].find((one) => one.id === id),
          medium: (_: unknown, { id }: Medium) => MEDIA.find((one) => one.id === id),
          hits: () => [PEOPLE[0], null, FILMS[1], SONGS[0]],
        },
        Media: { __resolveReference: by('id', MEDIA) },
        Film: { __resolveReference: by('id', FILMS) },
        Song: { __resolveReference: by('id', SONGS) },
      },
    },
    people: {
      sdl: `interface Node { id: ID! } type Person implements Node @key(fields: "id") { id: ID! name: String favourite: Media }
        type Media @key(fields: "id") @interfaceObject { id: ID! watchers: [Person!] }`,
      resolvers: {
        Person: { __resolveReference: by('id', PEOPLE), favourite: () => ({ id: 's1' }) },
        Media: {
          __resolveReference: ({ id }: Medium) => ({ id }),
          watchers: ({ id }: Medium) => (id === 'f1' ? PEOPLE : []),
        },
      },
    },
    reviews: {
      sdl: `type Query { best: Media worst: Media reviews: [Review] }
        type Review { subject: Media! subjects: [Media] }
        type Media @key(fields: "id") @interfaceObject {
          id: ID! title: String @external stars: Int blurb: String @requires(fields: "title") }`,
      resolvers: {
        Query: {
          best: () => ({ id: 'f1' }),
          worst: () => ({ id: 'lost' }),
          reviews: () => [{ subject: { id: 's1' }, subjects: [{ id: 'f2' }, null] }],
        },
        Media: {
          __resolveReference: (reference: Medium) => reference,
          stars: ({ id }: Medium) => STARS[id] ?? null,
          blurb: ({ id, title }: Medium) => `${title}, ${STARS[id] ?? 'no'} stars`,
        },
      },
    },
    shop: {
      sdl: `type Query { offers: [Offer!]! }
        interface Offer { price: Int cheap: Boolean }
        type Film implements Offer @key(fields: "id") {
          id: ID! price: Int @external cheap: Boolean @requires(fields: "price") }
        type Voucher implements Offer { price: Int cheap: Boolean }`,
      resolvers: {
        Query: {
          offers: () => [
            { __typename: 'Film', id: 'f1' },
            { __typename: 'Voucher', price: 50, cheap: false },
            { __typename: 'Film', id: 'f2' },
          ],
        },
        Film: {
          __resolveReference: (reference: Medium) => reference,
          cheap: ({ price }: Medium) => (price ?? 0) < 500,
        },
      },
    },
    prices: {
      sdl: `type Film @key(fields: "id") { id: ID! price: Int }`,
      resolvers: { Film: { __resolveReference: by('id', PRICES) } },
    },
  },
  {
    'the __typename of an interface object is the concrete type, under every alias': {
      query: '{ best { __typename kind: __typename stars } root: __typename }',
      data: { best: { __typename: 'Film', kind: 'Film', stars: 5 }, root: 'Query' },
    },
    'only __typename, and only under an alias': {
      query: '{ best { kind: __typename } reviews { is: __typename subject { kind: __typename } } }',
      data: { best: { kind: 'Film' }, reviews: [{ is: 'Review', subject: { kind: 'Song' } }] },
    },
    'fields of concrete types, next to those of their interface': {
      query:
        '{ best { ... on Film { director } ... on Song { artist } stars title } reviews { subject { ... on Film { director } ... on Song { artist stars } } } }',
      data: {
        best: { director: 'Scott', stars: 5, title: 'Alien' },
        reviews: [{ subject: { artist: 'Numan', stars: 3 } }],
      },
    },
    'fields that only an interface object has, on each type and under aliases': {
      query:
        '{ media { id ... on Film { stars is: stars } ... on Song { rated: stars } ... on Media { blurb } } }',
      data: {
        media: [
          { id: 'f1', stars: 5, is: 5, blurb: 'Alien, 5 stars' },
          { id: 'f2', stars: null, is: null, blurb: 'Brazil, no stars' },
          { id: 's1', rated: 3, blurb: 'Cars, 3 stars' },
        ],
      },
    },
    'the required fields of an interface object are fetched from the subgraph of the types': {
      query: '{ best { blurb title: id } reviews { subjects { blurb } } }',
      data: {
        best: { blurb: 'Alien, 5 stars', title: 'f1' },
        reviews: [{ subjects: [{ blurb: 'Brazil, no stars' }, null] }],
      },
    },
    'from one interface object to another, and back to its types': {
      query: '{ best { watchers { name favourite { stars ... on Song { artist } __typename } } } }',
      data: {
        best: {
          watchers: [{ name: 'Ripley', favourite: { stars: 3, artist: 'Numan', __typename: 'Song' } }],
        },
      },
    },
    'a node by its id, whatever its type': {
      query: `query ($a: ID!, $b: ID!, $c: ID!) { a: node(id: $a) { ...Fields } b: node(id: $b) { ...Fields } c: node(id: $c) { ...Fields } }
        fragment Fields on Node { __typename id ... on Person { name } ... on Film { price } ... on Media { stars } }`,
      variables: { a: 'p1', b: 'f1', c: 'nothing' },
      data: {
        a: { __typename: 'Person', id: 'p1', name: 'Ripley' },
        b: { __typename: 'Film', id: 'f1', price: 900, stars: 5 },
        c: null,
      },
    },
    'interfaces within a union that share no type with some of its members': {
      query:
        '{ hits { ... on Node { id } ... on Offer { price } ... on Media { stars ... on Node { ... on Song { artist } } } ... on Person { favourite { title } } } }',
      data: {
        hits: [
          { id: 'p1', favourite: { title: 'Cars' } },
          null,
          { id: 'f2', price: 100, stars: null },
          { id: 's1', stars: 3, artist: 'Numan' },
        ],
      },
    },
    'a field of an interface that one of its types has in another subgraph': {
      query: '{ offers { price cheap __typename } }',
      data: {
        offers: [
          { price: 900, cheap: false, __typename: 'Film' },
          { price: 50, cheap: false, __typename: 'Voucher' },
          { price: 100, cheap: true, __typename: 'Film' },
        ],
      },
    },
    'that field under the name of another field': {
      query: '{ offers { price: cheap cheap: price ... on Film { id: title } } }',
      data: {
        offers: [
          { price: false, cheap: 900, id: 'Alien' },
          { price: false, cheap: 50 },
          { price: true, cheap: 100, id: 'Brazil' },
        ],
      },
    },
    'selections on an interface object that are skipped or included': {
      query: `query ($yes: Boolean!, $no: Boolean!) { best { id ... @include(if: $no) { __typename blurb } ... on Film @skip(if: $no) { stars }
        ... on Song @include(if: $yes) { artist } ... on Media @skip(if: $yes) { title } } }`,
      variables: { yes: true, no: false },
      data: { best: { id: 'f1', stars: 5 } },
    },
    'an interface object of an entity that does not exist': {
      query: '{ worst { id stars } typed: worst { __typename } }',
      data: { worst: { id: 'lost', stars: null }, typed: null },
      codes: { compiled: ['MISSING_VALUE'], apollo: [] },
    },
  },
);
