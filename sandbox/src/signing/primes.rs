//! Primes that were found before: where the sandbox runs inside a test, nobody waits for an RSA key. Everybody knows
//! them, as everybody knows the rest of a test double.

/// Of 1024 bits, the two highest set: any two of them make a modulus of 2048 bits.
pub(super) const PRIMES: [&str; 6] = [
    concat!(
        "f95f13c9f51515a14e3537f38de2b5de123a0c55b2b1171e0edc3f4c8fe0ebb1",
        "567686e75d587037e076e7d5535a8bd63a5e38ceb3e415aad0053fc1b21ab917",
        "404dc7ff330c5d7e199d39ffce00b53da60ebdf21b99c6d5627a2f5d2ab4c720",
        "0151549b6120058ed56e25fd1f681d912f5dbbaae80a15676013c36345ca4a65",
    ),
    concat!(
        "ed84b9f25a2fe172bdc8dc3e8da0a8d5efe8b2f1e32aa47e6f5f3b4e0ed0479e",
        "8aa0a3253739b3035fbcd20d8156565a9e250bd827cba1da5f1ce0705f2122b5",
        "1c031de0d0812822975bdce1b92d2e30bba454f6be351cb260392f233ce7495a",
        "69d86b26ea1168bf24c1b4d1868ffdc586dcbb777bcc445cdcb4ee440ec30bf1",
    ),
    concat!(
        "f30a182b4e22c44e0753b2969dbea9b543eb7e5302bbda7d9a2ac434c31062b5",
        "83943c6028475f51d7bcb200e59dec0018122b7a158b6b5a42ef6c0dcfcfa072",
        "a6b4827adbfb459ee003fb0e38a5c8d26d0eaddedcb701cf7d02d64ea9b18980",
        "8e00590e37b5d674f03ad8687622b6379c12c8ee0f38b18d62dc4841f391f4c3",
    ),
    concat!(
        "ebed0173cf9ceb62c75f560630e1a06edf991320a1a09cd723a553b8a90bbacb",
        "dc878474b5437d5ef5818a6ad9e20eaa3b19d90647a2ba2b99cc1dcde93a31c3",
        "d96f106fb3b69d11cbd556dbcf7fbcbd737b0e28cf93e3a0438e3b6cd2bc7c63",
        "cb45aacff9f7a71fc5d6f389d9fff46fe1445ca52982067302ec02ccb5c1006b",
    ),
    concat!(
        "e289e09ccc45ee60fdba870ebabcea2c19c064671ec9f341edc68cdf9b3db8e2",
        "300c3f8bfba1e60d8f71194f28f54b482db13fec9fe21a59d6733c670a2243dd",
        "b1bdf02d1667575b23aa5d1e60ff8b02266e797bfb18157ad04c3721134c112d",
        "d6a90fe96df9c2777794148dfdbf9e6940ed3f1a69d43f8cd5e074f3f745f025",
    ),
    concat!(
        "d3dc4630c8bba812412096516df597149064ae19465aa45d7eacdf60a9d82517",
        "85bde51f722b5397bb0679d2d8ca0571526b98c5278cd50067ac3912b361a3bd",
        "03f658486ee69b5711d4a61415e5a0766563efeb9a7438b5496f3b390654289a",
        "a262a327ed992430af255c0b9c5d41ce9ea93c7e124fe41baef8cb3fab611d99",
    ),
];
