package chip

import (
	"crypto/elliptic"
	"math/big"
)

// curve is y² = x³ + ax + b over the prime field p, with base point g of order
// n. Signers write any curve into their certificates, mostly Brainpool's, which
// Go's own packages do not have. Only public values are computed with, so the
// time taken may depend on them.
type curve struct {
	p, a, b, n *big.Int
	g          point
}

// point is affine; a nil x is the point at infinity.
type point struct{ x, y *big.Int }

func standard(c elliptic.Curve) curve {
	q := c.Params()
	a := new(big.Int).Sub(q.P, big.NewInt(3))
	return curve{p: q.P, a: a, b: q.B, n: q.N, g: point{q.Gx, q.Gy}}
}

const (
	fewestBits = 160 // of a field worth verifying over
	mostBits   = 640
)

// sound says whether the curve's numbers can be computed with.
func (c curve) sound() bool {
	bits := c.p.BitLen()
	return bits >= fewestBits && bits <= mostBits && c.p.Bit(0) == 1 && c.n.BitLen() >= fewestBits &&
		c.n.BitLen() <= bits+1 && c.p.ProbablyPrime(20) && c.n.ProbablyPrime(20) && c.has(c.g)
}

// has says whether q is a point of the curve other than infinity.
func (c curve) has(q point) bool {
	if q.x == nil || q.x.Sign() < 0 || q.y.Sign() < 0 || q.x.Cmp(c.p) >= 0 || q.y.Cmp(c.p) >= 0 {
		return false
	}
	right := new(big.Int).Mul(q.x, q.x)
	right.Add(right, c.a).Mul(right, q.x).Add(right, c.b).Mod(right, c.p)
	left := new(big.Int).Mul(q.y, q.y)
	return left.Mod(left, c.p).Cmp(right) == 0
}

func (c curve) add(q, r point) point {
	if q.x == nil {
		return r
	}
	if r.x == nil {
		return q
	}
	up, down := new(big.Int).Sub(r.y, q.y), new(big.Int).Sub(r.x, q.x)
	if down.Sign() == 0 {
		if up.Sign() != 0 || q.y.Sign() == 0 {
			return point{}
		}
		up.Mul(q.x, q.x).Mul(up, big.NewInt(3)).Add(up, c.a)
		down.Lsh(q.y, 1)
	}
	slope := down.ModInverse(down.Mod(down, c.p), c.p)
	slope.Mul(slope, up).Mod(slope, c.p)
	x := new(big.Int).Mul(slope, slope)
	x.Sub(x, q.x).Sub(x, r.x).Mod(x, c.p)
	y := new(big.Int).Sub(q.x, x)
	y.Mul(y, slope).Sub(y, q.y).Mod(y, c.p)
	return point{x, y}
}

func (c curve) times(k *big.Int, q point) point {
	var out point
	for i := k.BitLen() - 1; i >= 0; i-- {
		out = c.add(out, out)
		if k.Bit(i) == 1 {
			out = c.add(out, q)
		}
	}
	return out
}

// verify checks an ECDSA signature (FIPS 186-5, 6.4.2).
func (c curve) verify(key point, digest []byte, r, s *big.Int) bool {
	if !c.has(key) || r.Sign() <= 0 || s.Sign() <= 0 || r.Cmp(c.n) >= 0 || s.Cmp(c.n) >= 0 {
		return false
	}
	e := new(big.Int).SetBytes(digest)
	if extra := 8*len(digest) - c.n.BitLen(); extra > 0 {
		e.Rsh(e, uint(extra))
	}
	w := new(big.Int).ModInverse(s, c.n)
	u1, u2 := e.Mul(e, w), new(big.Int).Mul(r, w)
	sum := c.add(c.times(u1.Mod(u1, c.n), c.g), c.times(u2.Mod(u2, c.n), key))
	return sum.x != nil && new(big.Int).Mod(sum.x, c.n).Cmp(r) == 0
}
