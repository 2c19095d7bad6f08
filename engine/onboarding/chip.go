package onboarding

import (
	"context"
	"errors"
	"fmt"

	"portico/engine/customer"
	"portico/engine/document/chip"
	"portico/engine/face"
	"portico/engine/imaging"
)

// ChipInspection says whether a chip's data are what an authority signed, and
// whether the chip is the one that they were written to, in the contract's
// words.
type ChipInspection struct {
	Data chip.Authentication `json:"dataAuthentication,omitempty"`
	Chip chip.Authentication `json:"chipAuthentication,omitempty"`
}

// SetChip keeps what was read out of the document's chip, replacing what was
// there, and authenticates it by the authorities' certificates. StartDocument
// must have been called. Data that are no container of package chip leave the
// customer as it was; the error then wraps chip.ErrParse.
func (e *Engine) SetChip(ctx context.Context, c *customer.Customer, container []byte, authorities []chip.Certificate) error {
	files, err := chip.Parse(container)
	if err != nil {
		return err
	}
	read := &customer.Chip{
		DataAuthentication: files.Authenticate(authorities),
		ChipAuthentication: files.AuthenticateChip(c.Document.Challenge),
	}
	if zone, err := files.MRZ(); err == nil {
		read.Zone = zone
	}
	if err := e.describeChipPortrait(ctx, c, read, files); err != nil {
		return err
	}
	read.Data = c.Attach(container)
	c.Document.Chip = read
	return nil
}

// describeChipPortrait keeps the portrait with its template. A picture that
// cannot be decoded is left out; one in which no face is found, or looked for,
// has no template.
func (e *Engine) describeChipPortrait(ctx context.Context, c *customer.Customer, read *customer.Chip, files chip.Files) error {
	picture, err := files.Portrait()
	if err != nil || !chip.IsJPEG(picture) {
		return nil
	}
	img, err := imaging.Decode(picture, e.limits)
	if err != nil {
		return nil
	}
	read.Portrait = c.Attach(picture)
	found, err := e.faces.Find(ctx, img)
	if errors.Is(err, face.ErrNoNetwork) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find the face on the chip's portrait: %w", err)
	}
	if len(found) > 0 {
		read.Template, err = e.template(ctx, img, found[0])
	}
	return err
}

// inspectChip shows what is known of the chip; nil without chip data.
func inspectChip(d *customer.Document) *ChipInspection {
	if d.Chip == nil {
		return nil
	}
	return &ChipInspection{Data: d.Chip.DataAuthentication, Chip: d.Chip.ChipAuthentication}
}
