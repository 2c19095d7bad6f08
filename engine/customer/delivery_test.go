package customer_test

import (
	"encoding/hex"
	"testing"

	"portico/engine/customer"
)

func TestAReceiptIsKnownHoweverItIsWritten(t *testing.T) {
	// printf ABCDE12345 | sha256sum
	const want = "729e7a258bcf993717962aa2ff327a22ad8fab9d721e1c18b490d86c4331b7ea"
	c := customer.Customer{Withdrawal: customer.HashReceipt("ABCDE12345")}
	if got := hex.EncodeToString(c.Withdrawal); got != want {
		t.Errorf("HashReceipt = %s, want %s", got, want)
	}
	for code, want := range map[string]bool{"abcde-12345": true, " ABCDE 12345\n": true, "ABCDE12346": false, "": false} {
		if got := c.Receipt(code); got != want {
			t.Errorf("Receipt(%q) = %v", code, got)
		}
	}
	if (&customer.Customer{}).Receipt("") {
		t.Error("a customer without a receipt is found by no code")
	}
}

func TestABackendIsRememberedOnce(t *testing.T) {
	var c customer.Customer
	c.Deliver(customer.Delivery{Backend: "dis", Differs: []string{"document.expired"}})
	if !c.Disagrees() {
		t.Error("the disagreement was not noticed")
	}
	c.Deliver(customer.Delivery{Backend: "dis"})
	if len(c.Deliveries) != 1 || c.Disagrees() {
		t.Errorf("deliveries %+v, want the later one alone", c.Deliveries)
	}
}
