package customer

import (
	"slices"
	"time"
)

// Delivery is what became of handing a customer over to a backend.
type Delivery struct {
	Backend string    `json:"backend"`
	At      time.Time `json:"at"` // when its last step was acknowledged
	// NotDelivered names what the backend could not take.
	NotDelivered []string `json:"notDelivered,omitempty"`
	// Differs names what the backend judges otherwise than the decision here.
	Differs []string `json:"differs,omitempty"`
}

// Deliver keeps a delivery, in place of an earlier one to the same backend.
func (c *Customer) Deliver(d Delivery) {
	c.Deliveries = append(slices.DeleteFunc(c.Deliveries, func(old Delivery) bool { return old.Backend == d.Backend }), d)
}

// Disagrees reports whether a backend judges c otherwise than the decision
// here: somebody must look.
func (c *Customer) Disagrees() bool {
	return slices.ContainsFunc(c.Deliveries, func(d Delivery) bool { return len(d.Differs) > 0 })
}
