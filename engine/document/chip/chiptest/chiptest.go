// Package chiptest makes the files of a travel document's chip, signed by an
// authority of the test's own.
package chiptest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/binary"
	"math/big"
	"strings"
	"testing"
	"time"

	"portico/engine/document/chip"
)

// Zone is the machine-readable zone of ICAO Doc 9303-4's specimen passport.
var Zone = []string{
	"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
	"L898902C36UTO7408122F1204159ZE184226B<<<<<10",
}

// Document is a chip's files, changed by tests before Container.
type Document struct {
	DG1, DG2, COM, SOD []byte
	Authority          []byte // the certificate of who issued the signer's, DER
}

// New returns a document of the specimen's holder with a picture, a JPEG, that
// an authority signed.
func New(t testing.TB, portrait []byte) Document {
	t.Helper()
	d := Document{
		DG1: tlv(0x61, tlv(0x5F1F, []byte(strings.Join(Zone, "")))),
		DG2: tlv(0x75, tlv(0x7F61, []byte{2, 1, 1}, tlv(0x7F60, tlv(0xA1, []byte{0x81, 1, 2}), tlv(0x5F2E, facial(portrait))))),
		COM: tlv(0x60, tlv(0x5F01, []byte("0107")), tlv(0x5F36, []byte("040000")), tlv(0x5C, []byte{0x61, 0x75})),
	}
	d.sign(t)
	return d
}

// Container returns the files as they are uploaded.
func (d Document) Container() []byte {
	out := []byte(chip.Magic)
	for _, file := range [][]byte{d.COM, d.DG1, d.DG2, d.SOD} {
		out = append(out, file...)
	}
	return out
}

func tlv(tag uint16, parts ...[]byte) []byte {
	var body []byte
	for _, p := range parts {
		body = append(body, p...)
	}
	out := []byte{byte(tag)}
	if tag > 0xFF {
		out = []byte{byte(tag >> 8), byte(tag)}
	}
	out = append(out, 0x83, byte(len(body)>>16), byte(len(body)>>8), byte(len(body)))
	return append(out, body...)
}

// facial is a facial record of one face without feature points (ISO/IEC
// 19794-5).
func facial(portrait []byte) []byte {
	face := make([]byte, 32, 32+len(portrait))
	binary.BigEndian.PutUint32(face, uint32(32+len(portrait)))
	face = append(face, portrait...)
	header := append([]byte("FAC\x00010\x00"), 0, 0, 0, 0, 0, 1)
	binary.BigEndian.PutUint32(header[8:], uint32(len(header)+len(face)))
	return append(header, face...)
}

type hashed struct {
	Number int
	Hash   []byte
}

var (
	oidSHA256      = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidECDSA       = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
	oidSecurity    = asn1.ObjectIdentifier{2, 23, 136, 1, 1, 1}
	oidSigned      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidDigest      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
)

type attribute struct {
	Type   asn1.ObjectIdentifier
	Values []any `asn1:"set"`
}

type issuerAndSerial struct {
	Issuer asn1.RawValue
	Serial *big.Int
}

type signer struct {
	Version    int
	ID         issuerAndSerial
	Digest     pkix.AlgorithmIdentifier
	Attributes asn1.RawValue
	Algorithm  pkix.AlgorithmIdentifier
	Signature  []byte
}

type signed struct {
	Version int
	Digests []pkix.AlgorithmIdentifier `asn1:"set"`
	Content struct {
		Type asn1.ObjectIdentifier
		Data []byte `asn1:"explicit,tag:0"`
	}
	Certificates asn1.RawValue
	Signers      []signer `asn1:"set"`
}

// sign makes the security object over DG1 and DG2.
func (d *Document) sign(t testing.TB) {
	t.Helper()
	sha := pkix.AlgorithmIdentifier{Algorithm: oidSHA256}
	authority, key := certificate(t, "Authority", nil, nil)
	cert, signing := certificate(t, "Signer", authority, key)
	one, two := sha256.Sum256(d.DG1), sha256.Sum256(d.DG2)
	content := encode(t, struct {
		Version int
		Hash    pkix.AlgorithmIdentifier
		Groups  []hashed
	}{0, sha, []hashed{{1, one[:]}, {2, two[:]}}})
	digest := sha256.Sum256(content)
	attributes := append(
		encode(t, attribute{oidContentType, []any{oidSecurity}}),
		encode(t, attribute{oidDigest, []any{digest[:]}})...)
	message := sha256.Sum256(encode(t, asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: attributes}))
	signature, err := ecdsa.SignASN1(rand.Reader, signing, message[:])
	if err != nil {
		t.Fatal(err)
	}
	context := func(content []byte) asn1.RawValue {
		return asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: content}
	}
	body := signed{Version: 3, Digests: []pkix.AlgorithmIdentifier{sha}, Certificates: context(cert.Raw)}
	body.Content.Type, body.Content.Data = oidSecurity, content
	body.Signers = []signer{{
		Version: 1, ID: issuerAndSerial{asn1.RawValue{FullBytes: cert.RawIssuer}, cert.SerialNumber}, Digest: sha,
		Attributes: context(attributes), Algorithm: pkix.AlgorithmIdentifier{Algorithm: oidECDSA}, Signature: signature,
	}}
	d.SOD = tlv(0x77, encode(t, struct {
		Type asn1.ObjectIdentifier
		Body signed `asn1:"explicit,tag:0"`
	}{oidSigned, body}))
	d.Authority = authority.Raw
}

func encode(t testing.TB, v any) []byte {
	t.Helper()
	data, err := asn1.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// certificate makes a key and a certificate for it, self-signed without issuer.
func certificate(t testing.TB, name string, issuer *x509.Certificate, by *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{Country: []string{"UT"}, CommonName: name}, IsCA: issuer == nil,
		NotBefore: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	if issuer == nil {
		issuer, by = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer, &key.PublicKey, by)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert, key
}
