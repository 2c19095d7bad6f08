package chip

import (
	"bytes"
	"crypto"
	_ "crypto/sha1"   // still signs documents in circulation
	_ "crypto/sha256" // hashes are looked up by name
	_ "crypto/sha512" // hashes are looked up by name
	"crypto/subtle"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
)

// signedData is CMS's (RFC 5652, 5.1), its certificates and signers unparsed.
type signedData struct {
	Version int
	Digests []pkix.AlgorithmIdentifier `asn1:"set"`
	Content struct {
		Type asn1.ObjectIdentifier
		Data []byte `asn1:"explicit,optional,tag:0"`
	}
	Certificates asn1.RawValue   `asn1:"optional,tag:0"`
	Revocations  asn1.RawValue   `asn1:"optional,tag:1"`
	Signers      []asn1.RawValue `asn1:"set"`
}

type signer struct {
	Version    int
	ID         asn1.RawValue // issuer and serial number, or [0] subject key
	Digest     pkix.AlgorithmIdentifier
	Attributes asn1.RawValue `asn1:"optional,tag:0"`
	Algorithm  pkix.AlgorithmIdentifier
	Signature  []byte
	Unsigned   asn1.RawValue `asn1:"optional,tag:1"`
}

var (
	oidSignedData    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidSecurity      = asn1.ObjectIdentifier{2, 23, 136, 1, 1, 1}
	oidContentType   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSubjectKey    = asn1.ObjectIdentifier{2, 5, 29, 14}
	oidAuthorityKey  = asn1.ObjectIdentifier{2, 5, 29, 35}
)

func parseSigned(data []byte) (signedData, error) {
	data, err := definite(data, 0)
	if err != nil {
		return signedData{}, err
	}
	var info struct {
		Type   asn1.ObjectIdentifier
		Signed signedData `asn1:"explicit,tag:0"`
	}
	if rest, err := asn1.Unmarshal(data, &info); err != nil || len(rest) > 0 || !info.Type.Equal(oidSignedData) {
		return signedData{}, malformed("no signed data")
	}
	return info.Signed, nil
}

// SOD is a document's security object: what its data groups hash to, signed.
type SOD struct {
	hash   crypto.Hash
	groups map[int][]byte

	content     []byte
	contentType asn1.ObjectIdentifier
	signer      signer
	certificate Certificate // the signer's
}

// ParseSOD reads EF.SOD. It verifies nothing.
func ParseSOD(file []byte) (*SOD, error) {
	body, err := only(file, tagSOD)
	if err != nil {
		return nil, err
	}
	signed, err := parseSigned(body)
	if err != nil {
		return nil, err
	}
	s := &SOD{content: signed.Content.Data, contentType: signed.Content.Type, groups: map[int][]byte{}}
	if err := s.parseContent(); err != nil {
		return nil, err
	}
	if len(signed.Signers) != 1 {
		return nil, malformed("not one signer")
	}
	if rest, err := asn1.Unmarshal(signed.Signers[0].FullBytes, &s.signer); err != nil || len(rest) > 0 {
		return nil, malformed("a signer")
	}
	for rest := signed.Certificates.Bytes; len(rest) > 0; {
		_, after, err := next(rest)
		if err != nil {
			return nil, err
		}
		c, err := parseCertificate(rest[:len(rest)-len(after)])
		if err == nil && s.signer.is(c) {
			s.certificate = c
			return s, nil
		}
		rest = after
	}
	return nil, malformed("the signer's certificate is missing")
}

// parseContent reads the LDS security object (ICAO Doc 9303-10, 4.6.2).
func (s *SOD) parseContent() error {
	var object struct {
		Version int
		Hash    pkix.AlgorithmIdentifier
		Groups  []struct {
			Number int
			Hash   []byte
		}
		LDS asn1.RawValue `asn1:"optional"`
	}
	if rest, err := asn1.Unmarshal(s.content, &object); err != nil || len(rest) > 0 || !s.contentType.Equal(oidSecurity) {
		return malformed("no security object")
	}
	if s.hash = hashByOID[object.Hash.Algorithm.String()]; s.hash == 0 {
		return malformed("an unknown hash")
	}
	for _, g := range object.Groups {
		if s.groups[g.Number] != nil || len(g.Hash) != s.hash.Size() {
			return malformed("hashes of data groups")
		}
		s.groups[g.Number] = g.Hash
	}
	return nil
}

// is says whether c is the signer's certificate.
func (s signer) is(c Certificate) bool {
	if s.ID.Class == asn1.ClassContextSpecific {
		id := c.keyID(oidSubjectKey)
		return id != "" && id == string(s.ID.Bytes)
	}
	var id struct {
		Issuer asn1.RawValue
		Serial *big.Int
	}
	_, err := asn1.Unmarshal(s.ID.FullBytes, &id)
	return err == nil && id.Serial.Cmp(c.serial) == 0 && bytes.Equal(id.Issuer.FullBytes, c.raw.TBS.Issuer.FullBytes)
}

// Verify checks the signature over the object, not who made it.
func (s *SOD) Verify() error {
	digest := hashByOID[s.signer.Digest.Algorithm.String()]
	if digest == 0 {
		return fmt.Errorf("%w: digest %s", ErrUnsupported, s.signer.Digest.Algorithm)
	}
	message := s.content
	if len(s.signer.Attributes.FullBytes) > 0 {
		if err := s.attributed(digest); err != nil {
			return err
		}
		message = bytes.Clone(s.signer.Attributes.FullBytes)
		message[0] = 0x31 // signed as the SET that it is (RFC 5652, 5.4)
	}
	return s.certificate.raw.TBS.PublicKey.verify(s.signer.Algorithm, digest, message, s.signer.Signature)
}

// attributed checks that the signed attributes are those of the content.
func (s *SOD) attributed(digest crypto.Hash) error {
	var sameType, sameDigest bool
	for rest := s.signer.Attributes.Bytes; len(rest) > 0; {
		var a struct {
			Type   asn1.ObjectIdentifier
			Values []asn1.RawValue `asn1:"set"`
		}
		var err error
		if rest, err = asn1.Unmarshal(rest, &a); err != nil || len(a.Values) == 0 {
			return malformed("signed attributes")
		}
		switch {
		case a.Type.Equal(oidMessageDigest):
			sameDigest = subtle.ConstantTimeCompare(a.Values[0].Bytes, sum(digest, s.content)) == 1
		case a.Type.Equal(oidContentType):
			var oid asn1.ObjectIdentifier
			_, err := asn1.Unmarshal(a.Values[0].FullBytes, &oid)
			sameType = err == nil && oid.Equal(s.contentType)
		}
	}
	if !sameType || !sameDigest {
		return errSignature
	}
	return nil
}

// IssuedBy checks that one of the authorities issued the signer's certificate.
func (s *SOD) IssuedBy(authorities []Certificate) error {
	unsupported := false
	for _, a := range authorities {
		err := a.issued(s.certificate)
		if err == nil {
			return nil
		}
		unsupported = unsupported || errors.Is(err, ErrUnsupported)
	}
	if unsupported {
		return fmt.Errorf("%w: of an authority", ErrUnsupported)
	}
	return errSignature
}

// Covers says whether each of the data groups is the one that was signed.
func (s *SOD) Covers(groups map[int][]byte) bool {
	for n, file := range groups {
		if !bytes.Equal(s.groups[n], sum(s.hash, file)) {
			return false
		}
	}
	return true
}
