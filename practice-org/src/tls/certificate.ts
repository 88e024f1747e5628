import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A certificate that nobody but its owner has signed, with its key, in PEM. */
export interface SelfSigned {
  certificate: string;
  key: string;
}

const tag = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
};
const oids = {
  ecdsaWithSha256: '2a8648ce3d040302',
  commonName: '550403',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
};
const validDays = 397;

/** For localhost and 127.0.0.1: clients that are told to trust it accept it (X.509 v3, RFC 5280). */
export function selfSignedCertificate(now: Date, serial: Buffer = randomBytes(8)): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = sequence(oid(oids.ecdsaWithSha256));
  const name = sequence(der(tag.set, sequence(oid(oids.commonName), der(tag.utf8, Buffer.from('localhost')))));
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    name,
    sequence(time(new Date(now.getTime() - 86_400_000)), time(new Date(now.getTime() + validDays * 86_400_000))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(extension(oids.basicConstraints, sequence(der(tag.boolean, Buffer.from([0xff])))), alternatives()),
    ),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, algorithm, der(tag.bits, Buffer.from([0]), signature));
  return {
    certificate: pem('CERTIFICATE', certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}

function alternatives(): Buffer {
  const hosts = [der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])), der(0x87, ipv6Loopback)];
  return extension(oids.subjectAltName, sequence(...hosts));
}

const ipv6Loopback = Buffer.concat([Buffer.alloc(15), Buffer.from([1])]);

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), der(tag.octets, value));
}

function sequence(...parts: Buffer[]): Buffer {
  return der(tag.sequence, ...parts);
}

function oid(hex: string): Buffer {
  return der(tag.oid, Buffer.from(hex, 'hex'));
}

/** As short as it can be (X.690, 8.3.2: OpenSSL refuses more), and positive: a leading bit would make it negative. */
function integer(bytes: Buffer): Buffer {
  const begin = bytes.findIndex((byte) => byte !== 0);
  const digits = bytes.subarray(begin < 0 ? -1 : begin);
  return der(tag.integer, (digits[0] as number) & 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}

function time(at: Date): Buffer {
  return der(tag.time, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`));
}

function der(type: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([type, ...size]), content]);
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
