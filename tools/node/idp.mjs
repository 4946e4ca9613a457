// A certified OpenID provider for tests: `node idp.mjs CALLBACK` prints `ready ISSUER`. Whoever signs in is who they say (login page of the
// provider's own, any password). It ends with its standard input, so that it never outlives who started it.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  // A name, not a number: the browser then keeps its cookies apart from those of the program under test.
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'marketplace',
      client_secret: 'only for tests',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: [process.argv[2]],
      token_endpoint_auth_method: 'client_secret_basic',
    }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], phone: ['phone_number', 'phone_number_verified'] },
    cookies: { keys: ['only for tests'] },
    findAccount: (context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: `用户 ${id}`, email: `${id}@example.test`, email_verified: true }),
    }),
  });
  provider.on('server_error', (context, error) => { console.error(error.message); });
  server.on('request', provider.callback());
  console.log(`ready ${issuer}`);
});
process.stdin.on('end', () => process.exit(0)).resume();
