package chip

import (
	"crypto"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
)

// ErrUnsupported says that a signature is made in a way that is not known
// here, so that nothing can be said of it. Callers compare with errors.Is.
var ErrUnsupported = errors.New("unsupported signature")

var errSignature = errors.New("wrong signature")

// Object identifiers of RFC 3279, 4055, 5480, 5639 and 5758.
var (
	oidRSA      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidPSS      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	oidEC       = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}
	oidPrime    = asn1.ObjectIdentifier{1, 2, 840, 10045, 1, 1}
	hashByOID   = map[string]crypto.Hash{"1.3.14.3.2.26": crypto.SHA1, "2.16.840.1.101.3.4.2.4": crypto.SHA224, "2.16.840.1.101.3.4.2.1": crypto.SHA256, "2.16.840.1.101.3.4.2.2": crypto.SHA384, "2.16.840.1.101.3.4.2.3": crypto.SHA512}
	hashOfRSA   = map[string]crypto.Hash{"1.2.840.113549.1.1.5": crypto.SHA1, "1.2.840.113549.1.1.14": crypto.SHA224, "1.2.840.113549.1.1.11": crypto.SHA256, "1.2.840.113549.1.1.12": crypto.SHA384, "1.2.840.113549.1.1.13": crypto.SHA512}
	hashOfECDSA = map[string]crypto.Hash{"1.2.840.10045.4.1": crypto.SHA1, "1.2.840.10045.4.3.1": crypto.SHA224, "1.2.840.10045.4.3.2": crypto.SHA256, "1.2.840.10045.4.3.3": crypto.SHA384, "1.2.840.10045.4.3.4": crypto.SHA512}
	namedCurves = map[string]elliptic.Curve{"1.3.132.0.33": elliptic.P224(), "1.2.840.10045.3.1.7": elliptic.P256(), "1.3.132.0.34": elliptic.P384(), "1.3.132.0.35": elliptic.P521()}
)

// publicKey is a SubjectPublicKeyInfo.
type publicKey struct {
	Algorithm pkix.AlgorithmIdentifier
	Key       asn1.BitString
}

const mostModulus = 8192 // bits

// verify checks signature over message, made as algorithm says; digest is the
// hash where the algorithm does not name one.
func (k publicKey) verify(algorithm pkix.AlgorithmIdentifier, digest crypto.Hash, message, signature []byte) error {
	name := algorithm.Algorithm.String()
	switch {
	case algorithm.Algorithm.Equal(oidPSS):
		return k.verifyPSS(algorithm, message, signature)
	case hashOfECDSA[name] != 0:
		return k.verifyECDSA(sum(hashOfECDSA[name], message), signature)
	case hashOfRSA[name] != 0:
		digest = hashOfRSA[name]
	case !algorithm.Algorithm.Equal(oidRSA) || digest == 0:
		return fmt.Errorf("%w: algorithm %s", ErrUnsupported, name)
	}
	key, err := k.rsa()
	if err != nil {
		return err
	}
	if rsa.VerifyPKCS1v15(key, digest, sum(digest, message), signature) != nil {
		return errSignature
	}
	return nil
}

func (k publicKey) rsa() (*rsa.PublicKey, error) {
	if a := k.Algorithm.Algorithm; !a.Equal(oidRSA) && !a.Equal(oidPSS) {
		return nil, errSignature // by another key than this
	}
	var key struct{ N, E *big.Int }
	if _, err := asn1.Unmarshal(k.Key.Bytes, &key); err != nil {
		return nil, malformed("an RSA key")
	}
	if key.N.Sign() <= 0 || key.N.BitLen() > mostModulus || !key.E.IsInt64() || key.E.Int64() < 3 || key.E.Int64() > 1<<31-1 {
		return nil, fmt.Errorf("%w: RSA key", ErrUnsupported)
	}
	return &rsa.PublicKey{N: key.N, E: int(key.E.Int64())}, nil
}

// pssParameters are those of RFC 4055, 3.1, whose defaults are SHA-1 and 20.
type pssParameters struct {
	Hash    pkix.AlgorithmIdentifier `asn1:"explicit,optional,tag:0"`
	Mask    pkix.AlgorithmIdentifier `asn1:"explicit,optional,tag:1"`
	Salt    int                      `asn1:"explicit,optional,tag:2,default:20"`
	Trailer int                      `asn1:"explicit,optional,tag:3,default:1"`
}

func (k publicKey) verifyPSS(algorithm pkix.AlgorithmIdentifier, message, signature []byte) error {
	var p pssParameters
	if _, err := asn1.Unmarshal(algorithm.Parameters.FullBytes, &p); err != nil {
		return malformed("PSS parameters")
	}
	hash := crypto.SHA1
	if len(p.Hash.Algorithm) > 0 {
		hash = hashByOID[p.Hash.Algorithm.String()]
	}
	if hash == 0 || p.Salt < 0 {
		return fmt.Errorf("%w: PSS parameters", ErrUnsupported)
	}
	key, err := k.rsa()
	if err != nil {
		return err
	}
	if rsa.VerifyPSS(key, hash, sum(hash, message), signature, &rsa.PSSOptions{SaltLength: p.Salt}) != nil {
		return errSignature
	}
	return nil
}

func (k publicKey) verifyECDSA(digest, signature []byte) error {
	c, err := k.curve()
	if err != nil {
		return err
	}
	var rs struct{ R, S *big.Int }
	if rest, err := asn1.Unmarshal(signature, &rs); err != nil || len(rest) > 0 {
		return malformed("an ECDSA signature")
	}
	key, ok := c.point(k.Key.Bytes)
	if !ok || !c.verify(key, digest, rs.R, rs.S) {
		return errSignature
	}
	return nil
}

// parameters are those of a curve written out (RFC 3279, 2.3.5).
type parameters struct {
	Version int
	Field   struct {
		Type  asn1.ObjectIdentifier
		Prime *big.Int
	}
	Curve struct {
		A, B []byte
		Seed asn1.BitString `asn1:"optional"`
	}
	Base     []byte
	Order    *big.Int
	Cofactor *big.Int `asn1:"optional"`
}

func (k publicKey) curve() (curve, error) {
	if !k.Algorithm.Algorithm.Equal(oidEC) {
		return curve{}, errSignature // by another key than this
	}
	full := k.Algorithm.Parameters.FullBytes
	var name asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(full, &name); err == nil {
		known, ok := namedCurves[name.String()]
		if !ok {
			return curve{}, fmt.Errorf("%w: curve %s", ErrUnsupported, name)
		}
		return standard(known), nil
	}
	var p parameters
	if _, err := asn1.Unmarshal(full, &p); err != nil {
		return curve{}, malformed("parameters of a curve")
	}
	if !p.Field.Type.Equal(oidPrime) {
		return curve{}, fmt.Errorf("%w: field %s", ErrUnsupported, p.Field.Type)
	}
	c := curve{p: p.Field.Prime, a: new(big.Int).SetBytes(p.Curve.A), b: new(big.Int).SetBytes(p.Curve.B), n: p.Order}
	if c.p.Sign() <= 0 || c.p.BitLen() > mostBits || c.n.Sign() <= 0 || len(p.Curve.A) > mostBits/8+1 || len(p.Curve.B) > mostBits/8+1 {
		return curve{}, fmt.Errorf("%w: curve", ErrUnsupported)
	}
	base, ok := c.point(p.Base)
	c.g = base
	if !ok || !c.sound() {
		return curve{}, fmt.Errorf("%w: curve", ErrUnsupported)
	}
	return c, nil
}

// point reads an uncompressed point.
func (c curve) point(data []byte) (point, bool) {
	n := (c.p.BitLen() + 7) / 8
	if len(data) != 1+2*n || data[0] != 4 {
		return point{}, false
	}
	return point{new(big.Int).SetBytes(data[1 : 1+n]), new(big.Int).SetBytes(data[1+n:])}, true
}

func sum(h crypto.Hash, data []byte) []byte {
	w := h.New()
	w.Write(data)
	return w.Sum(nil)
}
