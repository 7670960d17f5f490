# pragma version 0.4.3
# pragma nonreentrancy on


@external
def probe(blueprint: address) -> address:
    """
    @notice Probes.
    """
    return create_from_blueprint(blueprint, code_offset=3)
