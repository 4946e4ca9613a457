// A real mail server for tests: `node smtp.mjs [PORT] [tls]` (0 = any free one) prints `ready PORT`, then one line of JSON for every mail.
// With `tls` it offers STARTTLS with the test certificate of the package, and takes nothing without it; user and password are mailer and secret.
// refused@… gets 550, busy@… 451, full@… 452. It ends with its standard input, so that it never outlives who started it.
import { SMTPServer } from 'smtp-server';

const refusals = { refused: [550, 'No such mailbox'], busy: [451, 'Try again later'], full: [452, 'Mailbox full'] };

const tls = process.argv[3] === 'tls';
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: tls ? [] : ['AUTH', 'STARTTLS'],
  onAuth(auth, session, done) {
    if (auth.username === 'mailer' && auth.password === 'secret') done(null, { user: auth.username });
    else done(new Error('Wrong user or password'));
  },
  onMailFrom(address, session, done) {
    done(tls && !session.secure ? Object.assign(new Error('Must issue a STARTTLS command first'), { responseCode: 530 }) : undefined);
  },
  disableReverseLookup: true,
  onRcptTo(address, session, done) {
    const refusal = refusals[address.address.split('@')[0]];
    done(refusal ? Object.assign(new Error(refusal[1]), { responseCode: refusal[0] }) : undefined);
  },
  onData(stream, session, done) {
    const chunks = [];
    stream.on('data', chunk => chunks.push(chunk));
    stream.on('end', () => {
      const { mailFrom, rcptTo } = session.envelope;
      console.log(JSON.stringify({ from: mailFrom.address, to: rcptTo.map(r => r.address), secure: session.secure, user: session.user ?? null, raw: Buffer.concat(chunks).toString('utf8') }));
      done();
    });
  },
});
server.on('error', error => { console.error(error.message); });
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => console.log(`ready ${server.server.address().port}`));
process.stdin.on('end', () => process.exit(0)).resume();
