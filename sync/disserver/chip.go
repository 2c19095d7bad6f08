package disserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"portico/engine/customer"
	"portico/engine/document/chip"
	"portico/sync/disapi"
	"portico/sync/disview"
)

// challengeBytes is the length of a challenge of active authentication (ICAO
// Doc 9303-11, 6.1).
const challengeBytes = 8

var errNoChip = &problem{disapi.NotFound, "the document has no chip data"}

func (s *server) putChipChallenge(r *http.Request) (any, error) {
	challenge := make([]byte, challengeBytes)
	if _, err := io.ReadFull(s.Random, challenge); err != nil {
		return nil, fmt.Errorf("draw a challenge: %w", err)
	}
	return s.change(r, func(c *customer.Customer) (any, error) {
		if c.Document == nil {
			return nil, errNoDocument
		}
		c.Document.Challenge = challenge
		return disapi.CreateDocumentChipResponse{Challenge: challenge}, nil
	})
}

func (s *server) putChip(r *http.Request) (any, error) {
	if _, err := s.withDocument(r); err != nil {
		return nil, err
	}
	data, err := s.readPicture(r)
	if err != nil {
		return nil, err
	}
	return s.recognise(r, func(ctx context.Context, c *customer.Customer) (any, error) {
		if c.Document == nil {
			return nil, errNoDocument
		}
		err := s.Engine.SetChip(ctx, c, data, s.Authorities)
		if errors.Is(err, chip.ErrParse) {
			return disapi.CreateDocumentChipDataResponse{ErrorCode: disapi.LDSParseError}, nil
		}
		if err != nil {
			return nil, err
		}
		return disapi.CreateDocumentChipDataResponse{Links: &disapi.Links{Self: disview.DocumentPath(c.ID) + "/chip/data"}}, nil
	})
}

func (s *server) getChip(r *http.Request) (any, error) {
	c, err := s.withDocument(r)
	if err != nil {
		return nil, err
	}
	if c.Document.Chip == nil {
		return nil, errNoChip
	}
	data, err := s.Store.Blob(r.Context(), c.ID, c.Document.Chip.Data)
	if err != nil {
		return nil, err
	}
	f, err := chip.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("the chip data kept: %w", err)
	}
	return disapi.GetDocumentChipDataResponse{
		DG1: f.DG[1], DG2: f.DG[2], DG3: f.DG[3], DG4: f.DG[4], DG5: f.DG[5], DG7: f.DG[7], DG8: f.DG[8], DG9: f.DG[9],
		DG10: f.DG[10], DG11: f.DG[11], DG12: f.DG[12], DG13: f.DG[13], DG14: f.DG[14], DG15: f.DG[15], DG16: f.DG[16],
		SOD: f.SOD, COM: f.COM,
	}, nil
}

func (s *server) getChipPortrait(r *http.Request) (any, error) {
	c, err := s.withDocument(r)
	if err != nil {
		return nil, err
	}
	if c.Document.Chip == nil || c.Document.Chip.Portrait == "" {
		return nil, &problem{disapi.NotFound, "the chip has no portrait that can be shown"}
	}
	data, err := s.Store.Blob(r.Context(), c.ID, c.Document.Chip.Portrait)
	if err != nil {
		return nil, err
	}
	return disapi.ImageCrop{Data: data}, nil
}
