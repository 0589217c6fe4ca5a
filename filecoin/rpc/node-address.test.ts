import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NodeAddressError, readNodeAddress, readNodeToken, withApiPath } from "./node-address.ts";

/** As `lotus auth api-info --perm read` prints it, with a made-up signature. */
const TOKEN = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJBbGxvdyI6WyJyZWFkIiwid3JpdGUiXX0.gYV8hjkw_5n-0S9vT1bI8z2V0F3bnqwbGkY1mP3xQqE";
const LOCAL = "http://127.0.0.1:1234/rpc/v1";

describe("an address is understood as it is pasted", () => {
  test.each([
    ["https://api.node.glif.io/rpc/v1", "https://api.node.glif.io/rpc/v1"],
    [" https://api.node.glif.io/rpc/v1\n", "https://api.node.glif.io/rpc/v1"],
    ["https://api.node.glif.io/rpc/v0", "https://api.node.glif.io/rpc/v1"],
    ["api.node.glif.io/rpc/v1", "https://api.node.glif.io/rpc/v1"],
    ["https://rpc.example/filecoin/0123456789abcdef?plan=free", "https://rpc.example/filecoin/0123456789abcdef?plan=free"],
    [LOCAL, LOCAL],
    ["127.0.0.1:1234", LOCAL],
    ["localhost:1234/rpc/v1", "http://localhost:1234/rpc/v1"],
    ["/ip4/127.0.0.1/tcp/1234/http", LOCAL],
    ["/ip4/127.0.0.1/tcp/1234", LOCAL],
    ["/ip4/0.0.0.0/tcp/1234/http", LOCAL],
    ["/ip6/::1/tcp/1234/http", "http://[::1]:1234/rpc/v1"],
    ["/dns4/node.example/tcp/443/https", "https://node.example/rpc/v1"],
    ["/dns/node.example/tcp/8443/tls/http", "https://node.example:8443/rpc/v1"],
    ["/dns4/node.example/tcp/443/wss", "https://node.example/rpc/v1"],
  ])("%j", (text, url) => {
    expect(readNodeAddress(text)).toEqual({ url, token: null, pathMissing: false });
  });
  test.each([
    `${TOKEN}:/ip4/127.0.0.1/tcp/1234/http`,
    `FULLNODE_API_INFO=${TOKEN}:/ip4/127.0.0.1/tcp/1234/http`,
    `export FULLNODE_API_INFO="${TOKEN}:/ip4/127.0.0.1/tcp/1234/http"`,
    `${TOKEN}:http://127.0.0.1:1234/rpc/v1`,
    `${TOKEN}:127.0.0.1:1234`,
    `http://127.0.0.1:1234/rpc/v1?token=${TOKEN}`,
  ])("with the token in it: %s", (text) => {
    expect(readNodeAddress(text)).toEqual({ url: LOCAL, token: TOKEN, pathMissing: false });
  });
  test.each(["https://filecoin.example", "https://filecoin.example/", "filecoin.example"])("without a path: %s", (text) => {
    const address = readNodeAddress(text);
    expect(address).toEqual({ url: "https://filecoin.example/", token: null, pathMissing: true });
    expect(withApiPath(address.url)).toBe("https://filecoin.example/rpc/v1");
  });
});

describe("what cannot be used says why", () => {
  test.each([
    ["", "empty"],
    ['""', "empty"],
    ["http://node.example/rpc/v1", "plainHttp"],
    ["/ip4/10.0.0.1/tcp/1234/http", "plainHttp"],
    ["http://127.0.0.1.example/", "plainHttp"],
    ["wss://wss.node.glif.io/apigw/lotus/rpc/v1", "webSocket"],
    ["ws://127.0.0.1:1234/rpc/v1", "webSocket"],
    ["ftp://127.0.0.1/", "scheme"],
    ["https://user:secret@node.example/", "credentials"],
    ["https://node.example/#secret", "fragment"],
    ["/ip4/127.0.0.1/udp/1234/quic-v1", "malformed"],
    ["/unix/var/lotus.sock", "malformed"],
    ["two words", "malformed"],
    ["https://", "malformed"],
  ])("%j: %s", (text, fault) => {
    expect(() => readNodeAddress(text)).toThrow(new NodeAddressError(fault as "empty"));
  });
  test("and holds nothing of what was pasted", () => {
    expect(() => readNodeAddress("https://user:topsecret@node.example/")).toThrow(/^((?!topsecret).)*$/);
  });
  test("any text is read or refused, and what is read is https or of this machine", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl({ withQueryParameters: true }),
          fc.string().map((text) => `/ip4/127.0.0.1/tcp/${text}`),
        ),
        (text) => {
          try {
            expect(readNodeAddress(text).url).toMatch(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])/);
          } catch (error) {
            expect(error).toBeInstanceOf(NodeAddressError);
          }
        },
      ),
    );
  });
});

describe("a token is understood as it is pasted", () => {
  test.each([
    TOKEN,
    ` ${TOKEN}\n`,
    `Bearer ${TOKEN}`,
    `bearer  ${TOKEN}`,
    `Authorization: Bearer ${TOKEN}`,
    `${TOKEN.slice(0, 40)}\r\n  ${TOKEN.slice(40)}`,
    `${TOKEN}:/ip4/127.0.0.1/tcp/1234/http`,
    `FULLNODE_API_INFO=${TOKEN}:/ip4/127.0.0.1/tcp/1234/http`,
  ])("%j", (text) => {
    expect(readNodeToken(text)).toBe(TOKEN);
  });
  test("a gateway's own key is taken as it is, nothing is no token", () => {
    expect(readNodeToken("k-123:abc")).toBe("k-123:abc");
    expect(["", " ", "Bearer "].map(readNodeToken)).toEqual([null, null, null]);
  });
  test("what no header can carry is refused", () => {
    expect(() => readNodeToken("tökén")).toThrow(new NodeAddressError("token"));
  });
});
