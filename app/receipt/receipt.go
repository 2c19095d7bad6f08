// Package receipt is what a visitor takes home: the reference to ask by and the
// secret code to withdraw their consent by, as a picture for their telephone
// and as a page to print.
//
// A code is known to its holder alone; whoever keeps the onboarding keeps
// customer.HashReceipt of it. Functions are pure and safe for concurrent use.
package receipt

import (
	"fmt"
	"image"
	"math/rand/v2"

	"rsc.io/qr"
)

// Receipt is what one visitor takes home. It is comparable.
type Receipt struct {
	Reference string // a part of the customer's id that a person can read out
	Code      string // secret; in groups of four
}

const (
	// alphabet is Crockford's: no letter looks like a digit or like another.
	alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	groups   = 3 // of four letters: 60 bits
	group    = 4
	// shortReference is how much of an id a person reads out.
	shortReference = 8
)

// New returns the receipt of a customer. The seed is chance that nobody can
// foresee and that serves nothing else.
func New(customer string, seed [32]byte) Receipt {
	random := rand.NewChaCha8(seed)
	var code []byte
	for i := range groups * group {
		if i > 0 && i%group == 0 {
			code = append(code, '-')
		}
		code = append(code, alphabet[random.Uint64()%uint64(len(alphabet))])
	}
	return Receipt{customer[:min(shortReference, len(customer))], string(code)}
}

// QR returns the receipt as a QR code (ISO/IEC 18004) with its quiet zone, one
// pixel a module and black on white.
func (r Receipt) QR() (image.Image, error) {
	code, err := qr.Encode(r.text(), qr.M)
	if err != nil {
		return nil, fmt.Errorf("draw the receipt's QR code: %w", err)
	}
	side := code.Size + 2*quiet
	img := image.NewGray(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		if x, y := i%side-quiet, i/side-quiet; !code.Black(x, y) {
			img.Pix[i] = 0xFF
		}
	}
	return img, nil
}

// quiet is the width of the quiet zone in modules, as the standard asks for.
const quiet = 4

// text is what a telephone shows of the picture.
func (r Receipt) text() string { return "Portico " + r.Reference + "\n" + r.Code }
