package customer

import (
	"slices"

	"portico/engine/liveness"
)

// Take is the outcome of a liveness record, judged when it came.
type Take struct {
	Record string          `json:"record"` // UUID, as of its picture
	Result liveness.Result `json:"result"`
	Sealed Blob            `json:"sealed,omitempty"` // the record itself, for delivery; empty where it was not kept
}

// Keep notes the record itself, sealed, beside the take that was judged under
// its name.
func (l *Liveness) Keep(record string, sealed Blob) {
	for i := range l.Takes {
		if l.Takes[i].Record == record {
			l.Takes[i].Sealed = sealed
		}
	}
}

// Spend takes note of the nonce of a record and reports whether it is new: no
// record counts twice for a customer, also after a fresh start of liveness.
func (c *Customer) Spend(nonce string) bool {
	if slices.Contains(c.Nonces, nonce) {
		return false
	}
	c.Nonces = append(c.Nonces, nonce)
	return true
}
