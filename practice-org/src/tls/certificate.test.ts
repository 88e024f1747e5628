import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { selfSignedCertificate } from './certificate.ts';

test.each([
  '0000000000000001',
  '00000000000000ff',
  '007f000000000000',
  '00ff000000000000',
  'ff00000000000000',
  '0000000000000000',
])('a certificate with the serial number %s can be read', (serial) => {
  const { certificate } = selfSignedCertificate(new Date(), Buffer.from(serial, 'hex'));
  expect(BigInt(`0x${new X509Certificate(certificate).serialNumber}`)).toBe(BigInt(`0x${serial}`));
});
