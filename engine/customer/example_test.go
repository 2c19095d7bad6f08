package customer_test

import (
	"fmt"
	"time"

	"portico/engine/customer"
)

// A retaken selfie takes the place of the first, whose picture is then named
// no more: a store erases it with the next save.
func ExampleCustomer_Attach() {
	c := customer.New("6f0a3c52-0c4e-4a39-9c1e-2f6f5a3b7d10", time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC))
	c.Selfie = &customer.Selfie{Image: c.Attach([]byte("first picture"))}
	c.Selfie = &customer.Selfie{Image: c.Attach([]byte("second picture"))}
	for _, b := range c.Blobs() {
		fmt.Printf("%s: %s\n", b, c.Pending()[b])
	}
	// Output:
	// b2: second picture
}
