package chip

import (
	"bytes"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"math/big"
	"time"
)

// Certificate is an X.509 certificate as travel documents have them, also with
// curves that package x509 does not know.
type Certificate struct {
	raw    certificate
	serial *big.Int
}

// certificate is RFC 5280's, as far as it is used here.
type certificate struct {
	TBS struct {
		Raw        asn1.RawContent
		Version    int `asn1:"explicit,optional,default:0,tag:0"`
		Serial     *big.Int
		Algorithm  pkix.AlgorithmIdentifier
		Issuer     asn1.RawValue
		Validity   struct{ NotBefore, NotAfter time.Time }
		Subject    asn1.RawValue
		PublicKey  publicKey
		IssuerID   asn1.BitString   `asn1:"optional,tag:1"`
		SubjectID  asn1.BitString   `asn1:"optional,tag:2"`
		Extensions []pkix.Extension `asn1:"omitempty,optional,explicit,tag:3"`
	}
	Algorithm pkix.AlgorithmIdentifier
	Signature asn1.BitString
}

func parseCertificate(der []byte) (Certificate, error) {
	var c certificate
	if rest, err := asn1.Unmarshal(der, &c); err != nil || len(rest) > 0 {
		return Certificate{}, malformed("a certificate")
	}
	return Certificate{raw: c, serial: c.TBS.Serial}, nil
}

// keyID returns the key that an extension names (RFC 5280, 4.2.1.1 and
// 4.2.1.2), empty without one.
func (c Certificate) keyID(extension asn1.ObjectIdentifier) string {
	for _, e := range c.raw.TBS.Extensions {
		if !e.Id.Equal(extension) {
			continue
		}
		id, _, err := next(e.Value)
		if err == nil && id.tag == 0x30 { // the authority's is one of several ways to name it
			id, _, err = next(id.body)
		}
		if err == nil && (id.tag == 0x04 || id.tag == 0x80) {
			return string(id.body)
		}
	}
	return ""
}

// names says whether other names c as its issuer, by its key or its name.
// States spell their names in more than one way.
func (c Certificate) names(other Certificate) bool {
	id := other.keyID(oidAuthorityKey)
	return id != "" && id == c.keyID(oidSubjectKey) || bytes.Equal(c.raw.TBS.Subject.FullBytes, other.raw.TBS.Issuer.FullBytes)
}

// issued says whether c signed other: it is named, other was not made after c
// ran out, and the signature is right. An expired signer is no fault: ICAO Doc
// 9303-12 keeps its documents valid. Nor is one whose certificate is younger:
// states renew certificates of the same key.
func (c Certificate) issued(other Certificate) error {
	if !c.names(other) || other.raw.TBS.Validity.NotBefore.After(c.raw.TBS.Validity.NotAfter) {
		return errSignature
	}
	return c.raw.TBS.PublicKey.verify(other.raw.Algorithm, 0, other.raw.TBS.Raw, other.raw.Signature.RightAlign())
}

var (
	oidMasterList = asn1.ObjectIdentifier{2, 23, 136, 1, 1, 2}
	errNoneThere  = errors.New("no certificate in the file")
)

// ParseAuthorities reads the certificates of authorities (CSCA) that an
// operator trusts: PEM blocks, one DER certificate, or a master list (ICAO Doc
// 9303-12, 9). The list's own signature is not checked: the operator vouches
// for the file. Certificates in it that cannot be read are left out.
func ParseAuthorities(file []byte) ([]Certificate, error) {
	var ders [][]byte
	if block, rest := pem.Decode(file); block != nil {
		for ; block != nil; block, rest = pem.Decode(rest) {
			ders = append(ders, block.Bytes)
		}
	} else if signed, err := parseSigned(file); err == nil && signed.Content.Type.Equal(oidMasterList) {
		var list struct {
			Version      int
			Certificates []asn1.RawValue `asn1:"set"`
		}
		if _, err := asn1.Unmarshal(signed.Content.Data, &list); err != nil {
			return nil, malformed("a master list")
		}
		for _, c := range list.Certificates {
			ders = append(ders, c.FullBytes)
		}
	} else {
		ders = [][]byte{file}
	}
	var all []Certificate
	for _, der := range ders {
		if c, err := parseCertificate(der); err == nil {
			all = append(all, c)
		}
	}
	if len(all) == 0 {
		return nil, errNoneThere
	}
	return all, nil
}
