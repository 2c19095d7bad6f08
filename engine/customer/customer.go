// Package customer holds the aggregate of an onboarding: one customer with a
// document, a selfie and a liveness container, their rules and their lifetime.
//
// The aggregate holds findings and the names of pictures; the pictures
// themselves are blobs beside it, kept by a Store. It decides nothing (package
// trust does) and recognises nothing (packages document, face and liveness do).
package customer

import (
	"log/slog"
	"maps"
	"slices"
	"time"

	"portico/engine/document"
	"portico/engine/face"
	"portico/engine/liveness"
	"portico/engine/trust"
)

// State is how far an onboarding came.
type State string

// The states.
const (
	InProgress State = "IN_PROGRESS"
	Finished   State = "FINISHED"
	Damaged    State = "DAMAGED" // of a Summary alone: what is stored cannot be read
)

// Blob names one picture or file kept beside a customer's record. It is
// unique within the customer and never reused.
type Blob string

// Customer is one onboarding. It is a value of its owner: not safe for
// concurrent use. All exported fields are stored.
type Customer struct {
	ID       string    `json:"id"` // UUID version 4
	Created  time.Time `json:"created"`
	Touched  time.Time `json:"touched"` // last change, as the Store saw it
	State    State     `json:"state"`
	Version  uint64    `json:"version"` // counts saves; the Store's, for optimistic locking
	LastBlob int       `json:"lastBlob"`

	// ExternalID is what a client calls the customer it handed over for
	// keeping; empty when it uses ID.
	ExternalID string `json:"externalId,omitempty"`

	// Session names the client's session that the customer belongs to; empty
	// for one that belongs to none.
	Session string `json:"session,omitempty"`

	// Latest ends the customer's lifetime whatever else would prolong it: its
	// session's end. Zero means that nothing does.
	Latest time.Time `json:"latest,omitzero"`

	// Owner names the client, or the group of clients, that the customer
	// belongs to at a backend; empty at a kiosk.
	Owner string `json:"owner,omitempty"`

	// Nonces are those of the liveness records that were taken: see Spend.
	Nonces []string `json:"nonces,omitempty"`

	Consents []Consent      `json:"consents,omitempty"`
	Selfie   *Selfie        `json:"selfie,omitempty"`
	Liveness *Liveness      `json:"liveness,omitempty"`
	Document *Document      `json:"document,omitempty"`
	Verdict  *trust.Verdict `json:"verdict,omitempty"` // the engine's, once finished
	Edits    []Edit         `json:"edits,omitempty"`   // what people corrected, a field once
	Review   *Review        `json:"review,omitempty"`  // a clerk's, over a REVIEW

	// Withdrawal is HashReceipt of the code on the visitor's receipt, by which
	// they withdraw their consent; empty where they got none.
	Withdrawal []byte `json:"withdrawal,omitempty"`
	// Deliveries are what became of each hand-over to a backend, a backend once.
	Deliveries []Delivery `json:"deliveries,omitempty"`

	pending map[Blob][]byte
}

// Consent is what the visitor agreed to, before the first picture.
type Consent struct {
	Purpose  string    `json:"purpose"`
	Text     string    `json:"text"` // version of the text that was shown
	Language string    `json:"language"`
	Given    time.Time `json:"given"`
}

// Selfie is the reference picture of the visitor's face.
type Selfie struct {
	Image    Blob             `json:"image"` // JPEG as taken or uploaded
	Face     face.Face        `json:"face"`
	Several  bool             `json:"several"` // more than one face; the largest was taken
	Template face.Template    `json:"template,omitempty"`
	About    face.Attributes  `json:"about"`
	Passive  *liveness.Result `json:"passive,omitempty"`
}

// Liveness collects the pictures of liveness challenges and their outcomes.
type Liveness struct {
	Selfies []LivenessSelfie                  `json:"selfies,omitempty"` // in the order taken
	Takes   []Take                            `json:"takes,omitempty"`   // of records of approach and light
	Results map[liveness.Kind]liveness.Result `json:"results,omitempty"` // last evaluation of each kind
}

// LivenessSelfie is one picture of a challenge.
type LivenessSelfie struct {
	Assertion liveness.Assertion `json:"assertion"`
	Record    string             `json:"record,omitempty"` // UUID of the record it came in; empty for a picture sent alone
	Image     Blob               `json:"image"`
	Face      face.Face          `json:"face"`
	Template  face.Template      `json:"template,omitempty"`
	Passive   *liveness.Result   `json:"passive,omitempty"` // of a NONE picture
}

// Document is the visitor's identity document.
type Document struct {
	Advice  Advice                  `json:"advice"`
	Sources []string                `json:"sources,omitempty"` // contract words; empty = all
	Checks  []string                `json:"checks,omitempty"`  // authenticity checks asked for; empty = all
	Pages   map[document.Side]*Page `json:"pages,omitempty"`

	Challenge []byte `json:"challenge,omitempty"` // that the chip was to answer; nil: none was given
	Chip      *Chip  `json:"chip,omitempty"`      // nil: not read
}

// Advice narrows what the document can be.
type Advice struct {
	Countries []string `json:"countries,omitempty"`
	Types     []string `json:"types,omitempty"`
	Editions  []string `json:"editions,omitempty"`
	MRTDs     []string `json:"machineReadableTravelDocuments,omitempty"`
}

// Page is one photographed page with its pictures.
type Page struct {
	document.Page
	Photo      Blob             `json:"photo"`              // as taken or uploaded
	Normalized Blob             `json:"normalized"`         // JPEG, cut out and upright
	Face       Blob             `json:"face,omitempty"`     // JPEG of the portrait
	Template   face.Template    `json:"template,omitempty"` // of the portrait
	About      *face.Attributes `json:"about,omitempty"`    // of the portrait
}

// Edit is a value that a person gave instead of the one that was read, which
// stays in the document's pages.
type Edit struct {
	Field string    `json:"field"` // of package document
	Value string    `json:"value"`
	Role  string    `json:"role"` // visitor or clerk
	At    time.Time `json:"at"`
}

// Correct keeps an edit, in place of an earlier one of the same field.
func (c *Customer) Correct(e Edit) {
	c.Edits = append(slices.DeleteFunc(c.Edits, func(old Edit) bool { return old.Field == e.Field }), e)
}

// Edited returns the edit of a field, nil where nobody corrected it.
func (c *Customer) Edited(field string) *Edit {
	for i := range c.Edits {
		if c.Edits[i].Field == field {
			return &c.Edits[i]
		}
	}
	return nil
}

// Review is a colleague's decision over the engine's REVIEW.
type Review struct {
	Decision trust.Decision `json:"decision"` // Accept or Reject
	Role     string         `json:"role"`
	Second   string         `json:"second,omitempty"` // the role of who confirmed it, where four eyes are asked for
	Note     string         `json:"note,omitempty"`
	At       time.Time      `json:"at"`
}

// New starts an onboarding.
func New(id string, now time.Time) *Customer {
	return &Customer{ID: id, Created: now, Touched: now, State: InProgress}
}

// Decision is the onboarding's outcome so far: the clerk's where there is one,
// else the engine's; empty while undecided.
func (c *Customer) Decision() trust.Decision {
	switch {
	case c.Review != nil:
		return c.Review.Decision
	case c.Verdict != nil:
		return c.Verdict.Decision
	}
	return ""
}

// Attach puts data beside the record and returns its name. It is written when
// the customer is saved. The caller must not change data afterwards.
func (c *Customer) Attach(data []byte) Blob {
	c.LastBlob++
	name := blobName(c.LastBlob)
	if c.pending == nil {
		c.pending = map[Blob][]byte{}
	}
	c.pending[name] = data
	return name
}

// Pending returns the attached blobs that are not saved yet.
func (c *Customer) Pending() map[Blob][]byte { return c.pending }

// Saved forgets the pending blobs; a Store calls it after writing them.
func (c *Customer) Saved() { c.pending = nil }

// Prune overwrites and forgets the pending blobs that the record no longer names:
// those of a page or a challenge that was taken again.
func (c *Customer) Prune() {
	named := c.Blobs()
	maps.DeleteFunc(c.pending, func(b Blob, data []byte) bool {
		if slices.Contains(named, b) {
			return false
		}
		clear(data)
		return true
	})
}

// LogValue shows the id only: a customer never reaches a log, as a value
// neither.
func (c Customer) LogValue() slog.Value { return slog.StringValue("customer " + c.ID) }
