// A real OpenID provider for the tests, on this machine alone: whoever gives a name there is that person. It ends with the
// process that started it. Names that begin with "liar-" get an ID token that is wrong in one way, signed all the same.
//
// node provider.mjs MODULE REDIRECT… prints the issuer when it answers.

import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [module, ...redirects] = process.argv.slice(2);
const { default: Provider } = await import(pathToFileURL(module));
const jose = await import(pathToFileURL(createRequire(module).resolve("jose")));

const { privateKey } = await jose.generateKeyPair("RS256", { extractable: true });
const { privateKey: foreignKey } = await jose.generateKeyPair("RS256", { extractable: true });
const key = { ...(await jose.exportJWK(privateKey)), kid: "tests", alg: "RS256", use: "sig" };

const lies = {
  nonce: (claims) => ({ ...claims, nonce: "0".repeat(64) }),
  issuer: (claims) => ({ ...claims, iss: "https://id.example" }),
  audience: (claims) => ({ ...claims, aud: "another" }),
  time: (claims) => ({ ...claims, iat: claims.iat - 7200, exp: claims.iat - 3600 }),
  signature: (claims) => claims,
};

async function lied(token) {
  const claims = jose.decodeJwt(token);
  const lie = claims.sub.split("-")[1];
  const signedBy = lie === "signature" ? foreignKey : privateKey;
  return new jose.SignJWT(lies[lie](claims)).setProtectedHeader({ alg: "RS256", kid: "tests" }).sign(signedBy);
}

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: "stegvis", client_secret: "a-secret-of-the-tests", redirect_uris: redirects }],
    cookies: { keys: ["a-key-of-the-tests"] },
    jwks: { keys: [key] },
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  provider.use(async (context, next) => {
    await next();
    const token = context.body?.id_token;
    if (token && jose.decodeJwt(token).sub.startsWith("liar-")) {
      context.body = { ...context.body, id_token: await lied(token) };
    }
  });
  server.on("request", provider.callback());
  console.log(issuer);
});

process.stdin.resume().on("end", () => process.exit());
