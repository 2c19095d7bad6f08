package clients_test

import (
	"slices"
	"testing"

	"portico/sync/disapi"
	"portico/sync/disclient"
)

// document opens one.
func document(t *testing.T, c *disclient.Client, id string, req disapi.CreateDocumentRequest) {
	t.Helper()
	must[disapi.CreateDocumentResponse](t)(c.PutDocument(t.Context(), id, req))
}

func page(t *testing.T, c *disclient.Client, id string, img *disapi.Image) disapi.CreateDocumentPageResponse {
	t.Helper()
	return must[disapi.CreateDocumentPageResponse](t)(c.PutPage(t.Context(), id, disapi.CreateDocumentPageRequest{Image: img}))
}

// classified is advice on what the document is.
func classified(countries, types []string) disapi.CreateDocumentRequest {
	return disapi.CreateDocumentRequest{Advice: &disapi.DocumentAdvice{
		Classification: &disapi.DocumentClassificationAdvice{Countries: countries, Types: types},
	}}
}

// TestGetActuatorInfoAndHealth is sample 1; it sends no token.
func TestGetActuatorInfoAndHealth(t *testing.T) {
	b := start(t)
	c := b.client(anyWire, "")
	if health := must[disapi.ActuatorHealth](t)(c.Health(t.Context())); health.Status != "UP" {
		t.Errorf("health %+v", health)
	}
	info := must[disapi.ActuatorInfo](t)(c.Info(t.Context()))
	if l := info.Iface.License; info.Build.Version == "" || info.Sam.Version == "" || info.Iface.Version == "" || l.Year == "" || l.Month == "" || l.Day == "" {
		t.Errorf("info %+v", info)
	}
}

// TestAuth0Authentication is what sample 2 does here, once the vendor's own
// service has given it a token: the token comes as a bearer's.
func TestAuth0Authentication(t *testing.T) {
	if got := must[disapi.CreateCustomerResponse](t)(start(t).samples().NewCustomer(t.Context())); got.ID == "" {
		t.Errorf("no customer: %+v", got)
	}
}

// TestDocumentsMetadata is sample 3.
func TestDocumentsMetadata(t *testing.T) {
	all := must[disapi.DocumentMetadataResponse](t)(start(t).samples().Metadata(t.Context())).Documents
	known := slices.ContainsFunc(all, func(d disapi.Document) bool {
		_, zone := d.Pages["back"].VisualZone["machineReadableZone"]
		return d.DocumentType.Country == "INO" && d.DocumentType.Type == "identity-card" && zone
	})
	if !known {
		t.Errorf("the sample card is not among %d documents", len(all))
	}
}

// TestDocumentQuality is sample 4.
func TestDocumentQuality(t *testing.T) {
	c := start(t).samples()
	id := customer(t, c)
	document(t, c, id, disapi.CreateDocumentRequest{})
	if got := page(t, c, id, card(t, "L2", "front")); got.ErrorCode != "" {
		t.Errorf("the front: %+v", got)
	}
	if q := must[disapi.DocumentPageQuality](t)(c.PageQuality(t.Context(), id, "front")); !q.Fine {
		t.Errorf("not fine: %+v", q)
	}
}

// TestDocumentOcrWithAdvice is sample 5.
func TestDocumentOcrWithAdvice(t *testing.T) {
	c := start(t).samples()
	id := customer(t, c)
	document(t, c, id, classified([]string{"INO"}, []string{"identity-card"}))
	if got := page(t, c, id, card(t, "L2", "front")); got.ErrorCode != "" {
		t.Errorf("the front: %+v", got)
	}
	got := must[disapi.Customer](t)(c.Customer(t.Context(), id))
	if got.Surname == nil || got.Surname.VisualZone != "Bell" || got.GivenNames.VisualZone != "Brian" ||
		got.Document.DocumentNumber.VisualZone != "BB456987" || got.Document.DateOfExpiry.VisualZone != "2030-11-24" {
		t.Errorf("the customer: %+v", got)
	}
}

// TestDocumentOcrMrz is sample 6: the zone alone, of the back alone.
func TestDocumentOcrMrz(t *testing.T) {
	c := start(t).samples()
	id := customer(t, c)
	document(t, c, id, disapi.CreateDocumentRequest{Sources: []string{"MRZ"}})
	if got := page(t, c, id, card(t, "L2", "back")); got.ErrorCode != "" {
		t.Errorf("the back: %+v", got)
	}
	got := must[disapi.Customer](t)(c.Customer(t.Context(), id))
	if got.Surname.MRZ != "BELL" || got.Surname.VisualZone != "" || got.Document.MRZ == nil || !got.Document.MRZ.TD1.CheckDigitsValidity.Composite {
		t.Errorf("the customer: %+v", got)
	}
}

// TestL0DocumentValidation is sample 7; the samples have one picture of it.
func TestL0DocumentValidation(t *testing.T) {
	c := start(t).samples()
	id := customer(t, c)
	document(t, c, id, disapi.CreateDocumentRequest{})
	for range 2 {
		if got := page(t, c, id, card(t, "L0", "front")); !slices.Contains(got.Warnings, "DOCUMENT_TYPE_NOT_RECOGNIZED") {
			t.Errorf("the page: %+v", got)
		}
	}
	if got := must[disapi.Customer](t)(c.Customer(t.Context(), id)).Document; got == nil || got.Type != nil && got.Type.SupportLevel != "NOT_SUPPORTED" {
		t.Errorf("the document: %+v", got)
	}
}

// TestL1DocumentValidation is sample 8, with a card of no template.
func TestL1DocumentValidation(t *testing.T) {
	c := start(t).samples()
	id := customer(t, c)
	document(t, c, id, disapi.CreateDocumentRequest{})
	for range 2 {
		page(t, c, id, &disapi.Image{Data: file(t, "mrz", "pe_100_id-che.jpg")})
	}
	got := must[disapi.Customer](t)(c.Customer(t.Context(), id)).Document
	if got == nil || got.MRZ == nil || got.Type.SupportLevel != "MRZ_EXTRACTION_ONLY" || got.Type.MachineReadableTravelDocument != "TD1" {
		t.Errorf("the document: %+v", got)
	}
}
