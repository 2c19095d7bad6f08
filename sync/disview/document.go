package disview

import (
	"cmp"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/imaging"
	"portico/engine/onboarding"
	"portico/sync/disapi"
)

// DocumentPath returns the path, and link, of a customer's document.
func DocumentPath(id string) string { return disapi.CustomerPath(id) + "/document" }

// PagePath returns the path, and link, of one page.
func PagePath(id string, side document.Side) string {
	return DocumentPath(id) + "/pages/" + string(side)
}

// Page shows what became of a picture of a page of the customer id.
func Page(id string, out onboarding.PageOutcome) disapi.CreateDocumentPageResponse {
	if out.Code != "" {
		return disapi.CreateDocumentPageResponse{ErrorCode: string(out.Code)}
	}
	p := out.Page
	return disapi.CreateDocumentPageResponse{
		DocumentType: DocumentType(p.Type),
		PageType:     string(p.Side),
		Detection: &disapi.DocumentDetection{
			Confidence: p.Confidence, Coordinates: coordinates(p.Corners), CornerOutOfImage: p.CornerOutOfImage,
		},
		Warnings: out.Warnings,
		Links:    &disapi.Links{Self: PagePath(id, p.Side)},
	}
}

func coordinates(q imaging.Quad) disapi.DocumentCoordinates {
	return disapi.DocumentCoordinates{
		TopLeftCorner: point(q[0]), TopRightCorner: point(q[1]), BottomRightCorner: point(q[2]), BottomLeftCorner: point(q[3]),
	}
}

// DocumentType shows what a document is, nil where that is not known.
func DocumentType(t *document.Type) *disapi.DocumentType {
	if t == nil {
		return nil
	}
	out := &disapi.DocumentType{
		Country: t.Country, Edition: t.Edition, Type: t.Kind,
		MachineReadableTravelDocument: t.MRTD, SupportLevel: string(t.Support),
	}
	if t.Support == document.FullSupport {
		out.SupportMethod = cmp.Or(string(t.Method), disapi.FullTemplateSupport)
	}
	return out
}

// Quality shows the quality of a page's picture.
func Quality(q document.Quality) disapi.DocumentPageQuality {
	detail := func(m document.Measure) disapi.QualityCheckDetail {
		return disapi.QualityCheckDetail{Score: m.Score, Level: string(m.Level)}
	}
	return disapi.DocumentPageQuality{
		Fine: q.Fine, Issues: q.Issues, Warnings: q.Warnings,
		Details: disapi.QualityDetails{
			Sharpness: detail(q.Sharpness), Brightness: detail(q.Brightness), Hotspots: detail(q.Hotspots),
		},
	}
}

// links points to every picture that was cut out of the document.
func links(c *customer.Customer) disapi.CustomerDocumentLinks {
	out := disapi.CustomerDocumentLinks{}
	if c.Document.Chip != nil && c.Document.Chip.Portrait != "" {
		out.ChipPortrait = DocumentPath(c.ID) + "/chip/portrait"
	}
	for _, side := range document.Sides() {
		p := c.Document.Pages[side]
		if p == nil {
			continue
		}
		if out.Pages == nil {
			out.Pages = map[string]string{}
		}
		out.Pages[string(side)] = PagePath(c.ID, side)
		if p.Face != "" {
			out.Portrait = DocumentPath(c.ID) + "/portrait"
		}
	}
	return out
}
