// Package casefile writes an onboarding as one signed ZIP file: the case file
// for a bank's core system, which is the copy for the person it is about, too.
// It holds everything that is kept: the record, every picture, and a summary to
// print. The contract of a backend carries no decision, no clerk's verdict and
// no consent; here they are. The format is docs/design/casefile.md.
package casefile

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"portico/engine/customer"
	"portico/engine/trust"
	"portico/sync/disapi"
	"portico/sync/disview"
)

// Format names the version of the format.
const Format = "portico-case/1"

// Names of the files of a case; pictures lie in the folder pictures.
const (
	caseName      = "case.json"
	recordName    = "record.json"
	summaryName   = "summary.pdf"
	manifestName  = "manifest.json"
	signatureName = "manifest.sig"
)

// Case is what a file is written from.
type Case struct {
	Customer *customer.Customer
	Blob     func(ctx context.Context, b customer.Blob) ([]byte, error)
	Made     time.Time
	Head     string // of the audit trail; empty where there is none
}

// content is case.json.
type content struct {
	Format   string             `json:"format"`
	ID       string             `json:"id"`
	State    customer.State     `json:"state"`
	Created  time.Time          `json:"created"`
	Decision trust.Decision     `json:"decision,omitempty"` // the outcome: the clerk's over the engine's
	Customer disapi.Customer    `json:"customer"`           // as the contract's GET customer
	Verdict  *trust.Verdict     `json:"verdict,omitempty"`
	Review   *customer.Review   `json:"review,omitempty"`
	Consents []customer.Consent `json:"consents,omitempty"`
	Edits    []customer.Edit    `json:"edits,omitempty"` // fields that were corrected by hand
	Pictures []picture          `json:"pictures"`
}

// Manifest lists the files of a case; its bytes are what is signed.
type Manifest struct {
	Format    string           `json:"format"`
	Customer  string           `json:"customer"`
	Made      time.Time        `json:"made"`
	Head      string           `json:"auditHead,omitempty"`
	PublicKey string           `json:"publicKey"` // Ed25519, hexadecimal: of the installation
	Files     map[string]Entry `json:"files"`
}

// Entry is one file of a case.
type Entry struct {
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
}

// Write writes c as a case file, signed with key. What it reads of pictures it
// wipes after use.
func Write(ctx context.Context, to io.Writer, c Case, key ed25519.PrivateKey) error {
	if err := write(ctx, to, c, key); err != nil {
		return fmt.Errorf("write the case file: %w", err)
	}
	return nil
}

func write(ctx context.Context, to io.Writer, c Case, key ed25519.PrivateKey) error {
	a := archive{zip: zip.NewWriter(to), made: c.Made, manifest: Manifest{
		Format: Format, Customer: c.Customer.ID, Made: c.Made.UTC(), Head: c.Head,
		PublicKey: hex.EncodeToString(key.Public().(ed25519.PublicKey)), Files: map[string]Entry{},
	}}
	pictures, err := readPictures(ctx, c)
	defer func() {
		for _, p := range pictures {
			clear(p.data)
		}
	}()
	if err != nil {
		return err
	}
	all := content{
		Format: Format, ID: c.Customer.ID, State: c.Customer.State, Created: c.Customer.Created,
		Decision: c.Customer.Decision(), Customer: disview.Customer(c.Customer, c.Made),
		Verdict: c.Customer.Verdict, Review: c.Customer.Review, Consents: c.Customer.Consents, Edits: c.Customer.Edits, Pictures: pictures,
	}
	pdf, err := summary(all, c.Made)
	if err != nil {
		return err
	}
	for _, p := range pictures {
		if err := a.add(p.Name, p.data); err != nil {
			return err
		}
	}
	for name, v := range map[string]any{caseName: all, recordName: c.Customer} {
		if err := a.addJSON(name, v); err != nil {
			return err
		}
	}
	if err := a.add(summaryName, pdf); err != nil {
		return err
	}
	return a.sign(key)
}

// archive is a ZIP file with its manifest.
type archive struct {
	zip      *zip.Writer
	made     time.Time
	manifest Manifest
}

func (a *archive) add(name string, data []byte) error {
	sum := sha256.Sum256(data)
	a.manifest.Files[name] = Entry{len(data), hex.EncodeToString(sum[:])}
	return a.put(name, data)
}

func (a *archive) addJSON(name string, v any) error {
	data, err := indented(v)
	if err != nil {
		return err
	}
	return a.add(name, data)
}

func (a *archive) put(name string, data []byte) error {
	w, err := a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.made})
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}

// sign ends the archive.
func (a *archive) sign(key ed25519.PrivateKey) error {
	data, err := indented(a.manifest)
	if err != nil {
		return err
	}
	if err := a.put(manifestName, data); err != nil {
		return err
	}
	if err := a.put(signatureName, ed25519.Sign(key, data)); err != nil {
		return err
	}
	return a.zip.Close()
}

// indented leaves < and & as they are: MRZ lines are full of them.
func indented(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return out.Bytes(), err
}
