"""What every live picture is made of in the browser, and how numbers get there."""
